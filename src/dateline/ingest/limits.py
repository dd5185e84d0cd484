"""The bounds that reading keeps, so that no source takes more than stated time or memory."""

FILE_BYTES = 64 * 1024 * 1024  # of one text, page, mail or JSON file, unpacked; of standard input too
LINE_BYTES = 16 * 1024 * 1024  # of one line of a JSONL file, of one record of an archive
PACKED_RATIO = (
    300  # of unpacked to packed bytes of gzip, above FILE_BYTES: text packs to a fifth, a bomb to a thousandth
)
PAGE_CHARACTERS = 4_000_000  # of one HTML page: the largest news pages have a tenth of it
REPORT_CHARACTERS = 400_000  # of one report's text: a long book is no report, and the parse takes a minute for it
REPORT_WORDS = 4  # fewer say nothing that could be compared
HTML_DEPTH = 250  # of nested elements: libxml2 cuts pages off at 256, and no page that a person wrote is near it
HTML_ELEMENTS = 50_000  # of one page: the fullest news pages have a fifth of it
HTML_CROWDED = 6_000  # elements from which trafilatura is not asked for its slow second opinion
FOLDER_DEPTH = 64
SAMPLE_BYTES = 64 * 1024  # looked at to tell an encoding
ROW_GROUP_BYTES = 1024 * 1024 * 1024  # of one row group of a Parquet file, unpacked
PDF_PAGES = 200
PDF_SECONDS = 30  # for one document; looked at after each page
LINKS = 10_000  # addresses followed from one source: the largest news sitemap has 1,000, an index 50,000
LINK_DEPTH = 3  # index of sitemaps, sitemap, page
