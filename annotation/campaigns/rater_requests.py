"""The rating page's own requests: JSON in, JSON out, and a plain answer to everything that can go wrong.

A page outlives its session, so it names the account it was made for; whoever is logged in now must be
that account, or nothing is read or written. Errors are ``{"error": code, ...}``; what was sent is never
thrown away by the client before an answer without one.
"""

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.views.decorators.http import require_POST

from annotation.accounts.permissions import PersonRequest, check_can_rate
from annotation.accounts.sessions import session_began
from annotation.campaigns.changes import begun_text, can_be_undone, rated_values, what_counts
from annotation.campaigns.judgements import JudgementError
from annotation.campaigns.models import Assignment, Draft, Rating
from annotation.campaigns.rater_selectors import own_work
from annotation.campaigns.services.drafts import shown_content_of
from annotation.campaigns.services.open_work import NotWaiting, Refusal, StaleDraft
from annotation.campaigns.services.ratings import EvidenceMissing, IncompleteJudgement

JsonView = Callable[[PersonRequest, Assignment, dict[str, Any]], JsonResponse]


class BadRequestError(ValueError):
    """The body is not what this page sends."""


def rater_json(view: JsonView) -> Callable[[HttpRequest, uuid.UUID], JsonResponse]:
    """Guard a JSON view: logged in, a clinician, the page's account, her own assignment."""

    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest, public_id: uuid.UUID) -> JsonResponse:
        user = request.user
        if not user.is_authenticated:
            return _error("signed_out", 401)
        try:
            check_can_rate(user)
            data = _read_body(request)
            if data.get("account") != user.pk:
                return _error("other_account", 403)
            return view(cast(PersonRequest, request), own_work(user, public_id), data)
        except PermissionDenied:
            return _error("wrong_role", 403)
        except Assignment.DoesNotExist:
            return _error("not_yours", 404)
        except Refusal as refusal:
            return refuse(refusal, session_began(request))
        except (BadRequestError, JudgementError) as error:
            return _error("bad_request", 400, reason=str(error))

    return guarded


def read_int(data: dict[str, Any], name: str) -> int:
    value = data.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadRequestError(f"{name} must be a whole number")
    return value


def read_uuid(data: dict[str, Any], name: str) -> uuid.UUID:
    try:
        return uuid.UUID(str(data.get(name)))
    except ValueError as error:
        raise BadRequestError(f"{name} must be a UUID") from error


def read_text(data: dict[str, Any], name: str) -> str:
    value = data.get(name, "")
    if not isinstance(value, str):
        raise BadRequestError(f"{name} must be text")
    return value.replace("\x00", "")[:2000]


def refuse(refusal: Refusal, since: datetime) -> JsonResponse:
    """What the page needs in order to explain itself, and to show both versions of a conflict.

    ``since`` is when the session began. ``became`` says what happened elsewhere, ``judgement`` is what came
    of it and ``version`` its draft's.
    """
    match refusal:
        case StaleDraft(draft=draft):
            became, judgement = _became_of_draft(draft), _shown_draft(draft)
            return _error("conflict", 409, **draft_answer(draft), became=became, judgement=judgement)
        case NotWaiting(assignment=assignment):
            return _error("not_waiting", 409, **_became_of_item(assignment, since))
        case IncompleteJudgement(missing=missing):
            return _error("incomplete", 422, missing=missing)
        case EvidenceMissing(missing=missing):
            return _error("evidence_missing", 422, missing=missing)
        case _:
            return _error(refusal.code, 409)


def _became_of_draft(draft: Draft) -> str:
    """Why the draft is another than the page holds: by a click, or by what became of a change."""
    rating = draft.assignment.current_rating
    if rating is None:
        return "drafted"
    if draft.change_begun_at:
        return "changing"
    # Submitting writes the draft before the rating; discarding writes it afterwards.
    return "discarded" if draft.saved_at > rating.created_at else _became_of_rating(rating)


def _became_of_rating(rating: Rating) -> str:
    return "changed" if rating.kind == Rating.Kind.REVISED else "submitted"


def _became_of_item(assignment: Assignment, since: datetime) -> dict[str, Any]:
    """What stands in place of what the client wanted: a rating, the draft of one taken back, or nothing.

    Without a ``version`` the draft holds something else than what is shown, so nobody may save over it.
    """
    draft = Draft.objects.filter(assignment=assignment).first()
    rating, is_changing = assignment.current_rating, bool(draft and draft.change_begun_at)
    if assignment.state == Assignment.State.SKIPPED:
        return {"became": "skipped", "undoable": True, "judgement": None}
    if rating is None:
        shown = {"judgement": _shown_draft(draft), "version": draft.version} if draft else {"judgement": None}
        return {"became": "taken_back", "undoable": False, **shown}
    judgement = shown_content_of(rating, rated_values(rating)) | {"reason": rating.reason}
    return {
        "became": _became_of_rating(rating),
        # Undo would drop the change that was begun.
        "undoable": can_be_undone(assignment, since) and not is_changing,
        "judgement": judgement,
        **({} if is_changing else {"version": what_counts(assignment, draft).version}),
    }


def _shown_draft(draft: Draft) -> dict[str, object]:
    rating = draft.assignment.current_rating
    # Without an open change it holds what was submitted, for the reason given then.
    reason = rating.reason if rating and draft.change_begun_at is None else draft.reason
    return shown_content_of(draft, draft.values) | {"reason": reason}


def draft_answer(draft: Draft) -> dict[str, Any]:
    """The version a client holds from now on, and when it was saved, in the site's time zone.

    ``change_begun`` is the time of an open change of a submitted rating, else empty.
    """
    saved_at = timezone.localtime(draft.saved_at)
    return {
        "version": draft.version,
        "saved_at": saved_at.isoformat(),
        "saved_time": time_format(saved_at, "H:i"),
        "change_begun": begun_text(draft),
    }


def _read_body(request: HttpRequest) -> dict[str, Any]:
    try:
        data = json.loads(request.body)
    except ValueError as error:
        raise BadRequestError("the body must be JSON") from error
    if not isinstance(data, dict):
        raise BadRequestError("the body must be an object")
    return data


def _error(code: str, status: int, **details: Any) -> JsonResponse:
    return JsonResponse({"error": code, **details}, status=status)
