"""The bounds that reading keeps, so that no source takes more than stated time or memory."""

FILE_BYTES = 64 * 1024 * 1024  # of one text, page, mail or JSON file, unpacked; of standard input too
LINE_BYTES = 16 * 1024 * 1024  # of one line of a JSONL file, of one record of an archive
PAGE_CHARACTERS = 4_000_000  # of one HTML page: the largest news pages have a tenth of it
REPORT_CHARACTERS = 400_000  # of one report's text: a long book is no report, and the parse takes a minute for it
REPORT_WORDS = 4  # fewer say nothing that could be compared
HTML_DEPTH = 250  # of nested elements: libxml2 cuts pages off at 256, and no page that a person wrote is near it
FOLDER_DEPTH = 64
SAMPLE_BYTES = 64 * 1024  # looked at to tell an encoding
