"""Making a benchmark when the first import names it."""

import hashlib

from django.utils.text import slugify

from annotation.bank.models import Benchmark, PublishedBoard


def open_benchmark(*, name: str) -> tuple[Benchmark, bool]:
    """The benchmark of this name, and whether it is new."""
    return Benchmark.objects.get_or_create(name=name, defaults={"slug": free_slug(Benchmark, name)})


def free_slug(model: type[Benchmark] | type[PublishedBoard], name: str) -> str:
    """An address for a name; a name without Latin letters gets one from its hash."""
    plain = slugify(name)[:100] or hashlib.sha256(name.encode()).hexdigest()[:10]
    slug, number = plain, 2
    while model._default_manager.filter(slug=slug).exists():
        slug, number = f"{plain}-{number}", number + 1
    return slug
