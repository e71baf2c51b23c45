"""The rows of an import without the import: JSON in, ``bulk_create`` in chunks out, nothing checked.

Prints the seconds spent in making and writing the rows alone, and those of CPU.
"""

import json
import os
import sys
from itertools import islice
from pathlib import Path

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "climed_eval.settings")
    django.setup()
    from annotation.bank.models import Benchmark, Import, LanguageModel, Output, Question
    from benchmarks.figures import Clock
    from benchmarks.make_full_size import MODELS

    path, benchmark_name, size = Path(sys.argv[1]), sys.argv[2], 500
    benchmark = Benchmark.objects.get(name=benchmark_name)
    source = Import.objects.create(kind="outputs", file_name=path.name)
    models = {name: LanguageModel.objects.get_or_create(name=name)[0].pk for name in MODELS}
    questions = dict(Question.objects.filter(benchmark=benchmark).values_list("external_id", "pk"))
    wall = cpu = 0.0
    with path.open(encoding="utf-8") as stream:
        while lines := list(islice(stream, size)):
            rows = [json.loads(line) for line in lines]
            with Clock() as clock:
                Output.objects.bulk_create(
                    Output(
                        question_id=questions[row["question_id"]],
                        language_model_id=models[row["model"]],
                        condition=row["condition"],
                        imported_by=source,
                        text=row["text"],
                        content_hash="0" * 64,
                    )
                    for row in rows
                )
            wall, cpu = wall + clock.wall, cpu + clock.cpu
    print(json.dumps([wall, cpu]))


if __name__ == "__main__":
    main()
