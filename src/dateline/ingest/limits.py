"""The bounds that reading keeps, so that no source takes more than stated time or memory."""

FILE_BYTES = 64 * 1024 * 1024  # of one text, page or JSON file, unpacked; a line of a JSONL file may be as long
REPORT_CHARACTERS = 400_000  # of one report: a long book is no report, and the parse takes 1 s for about 100,000
HTML_DEPTH = 512  # of nested elements: deeper is no page that a person wrote
