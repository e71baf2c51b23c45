"""What an administrator looks after by hand: people with their roles, and the names models go by.

Collected material has no page here: it changes by imports and by raters, never by hand.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from annotation.accounts.models import Role, User
from annotation.bank.models import LanguageModel


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ("username", "first_name", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    fieldsets = (
        (None, {"fields": ("username", "password", "role", "is_active")}),
        (_("Name"), {"fields": ("first_name", "last_name")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "role", "usable_password", "password1", "password2")}),)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """The role decides everything: nobody else reaches these pages."""
        obj.is_staff = obj.is_superuser = obj.role == Role.ADMIN
        super().save_model(request, obj, form, change)


@admin.register(LanguageModel)
class LanguageModelAdmin(admin.ModelAdmin):
    """``aliases`` are masked before raters, beside the name."""

    list_display = ("name", "group")
    search_fields = ("name",)
    fields = ("name", "group", "aliases")
