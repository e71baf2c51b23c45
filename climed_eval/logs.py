"""What must not be read in a log: links of invitations, which open accounts until they are used."""

import logging
import re

_INVITATION = re.compile(r"(/invitation/)[^/\s\"'?]+")


class HideInvitations(logging.Filter):
    """Takes the token out of an address, whoever logs it."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "/invitation/" in message:
            record.msg, record.args = _INVITATION.sub(r"\1…", message), ()
        return True
