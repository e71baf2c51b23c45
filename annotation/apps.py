from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnotationConfig(AppConfig):
    name = "annotation"
    verbose_name = _("Annotation")

    def ready(self) -> None:
        """The kinds of import make themselves known, and sessions hear of log-ins."""
        from annotation.accounts import sessions  # noqa: F401
        from annotation.bank.services import boards, outputs, questions  # noqa: F401
        from annotation.campaigns.services import imported_ratings  # noqa: F401
