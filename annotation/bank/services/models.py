"""Models under evaluation that a file names for the first time."""

from collections.abc import Iterable

from django.db import transaction

from annotation.bank.models import Import, LanguageModel


@transaction.atomic
def open_models(*, import_row: Import, names: Iterable[str]) -> dict[str, int]:
    """Id of every model by name; the ids of new ones are on the import's row before anybody uses them."""
    wanted = set(names)
    known = dict(LanguageModel.objects.filter(name__in=wanted).values_list("name", "pk"))
    made = {name: LanguageModel.objects.create(name=name).pk for name in sorted(wanted - known.keys())}
    import_row.options["new_models"] = list(made.values())
    import_row.save(update_fields=["options"])
    return known | made


def discard_models(*, import_row: Import) -> None:
    """Those of an import that left nothing behind."""
    new = import_row.options.get("new_models", [])
    LanguageModel.objects.filter(pk__in=new, outputs__isnull=True, units__isnull=True).delete()
