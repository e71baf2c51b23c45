"""Settings, read from the environment once and typed.

Without any variable the site runs embedded: SQLite and a filesystem queue below ``CLIMED_HOME``
(default: ``data/`` beside ``manage.py``). ``DATABASE_URL`` and ``CELERY_BROKER_URL`` move it onto
PostgreSQL and Redis with no other change. ``docs/deployment.md`` lists every variable.
"""

import os
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

env = environ.Env()
# Read when numpy is imported. More cores are for more workers: the threads of two processes on the same
# cores wait for each other by spinning, and the bundled encoder is then four times slower.
os.environ["OPENBLAS_NUM_THREADS"] = env.str("OPENBLAS_NUM_THREADS", default="1")

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules
VERSION = "0.1.0"
HOME = Path(env.str("CLIMED_HOME", default=str(BASE_DIR / "data")))

# --- Security -------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
EMBEDDED_HOSTS = {"127.0.0.1", "localhost", "[::1]", "testserver"}


def read_secret_key() -> str:
    """The secret from the environment; embedded sites keep a random one beside their database."""
    secret = env.str("SECRET_KEY", default="")
    if secret:
        return secret
    if not set(ALLOWED_HOSTS) <= EMBEDDED_HOSTS:
        raise ImproperlyConfigured("SECRET_KEY must be set when ALLOWED_HOSTS names a public host.")
    path = HOME / "secret_key"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key

        HOME.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret_key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(get_random_secret_key(), encoding="ascii")
        # Web and worker may start at the same moment: the first link stands, and all read that one.
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = read_secret_key()

SECURE_BEHIND_TLS = env.bool("SECURE_BEHIND_TLS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_BEHIND_TLS
if SECURE_BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=3600)
# Counted from the last act of the person, not from the log-in: `annotation/accounts/sessions.py`.
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_SECONDS", default=2 * 3600)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Applications ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "climed_eval",
    "annotation",
    "scoring",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "annotation.accounts.sessions.IdleSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "climed_eval.middleware.PrivatePagesMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "climed_eval.urls"
WSGI_APPLICATION = "climed_eval.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{HOME / 'climed.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# SQLite as well: there each thread would open the file and read the schema anew for every request, and
# the last one to close it would write the whole log back.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Tests run on a file as well: an in-memory database cannot be shared by threads as a real one is.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
    # WAL and IMMEDIATE together are what keeps the site and the worker from locking each other out.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {})
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# --- People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "annotation.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTHENTICATION_BACKENDS = [
    "annotation.accounts.throttling.ThrottlingBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A ward shares one address: what is locked is one name at one address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
# Trying on while locked out does not make it longer: the page says how long it takes.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "annotation.accounts.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "annotation.accounts.throttling.client_address"
# No diary of who logged in when and from where.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# Without proxies that are known to write X-Forwarded-For, anybody could claim any address.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# --- Letters --------------------------------------------------------------------------------------

# Without a mail server the pages alone tell: see `annotation/campaigns/services/harm.py`.
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="climed@localhost")

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "climed_eval.formats"
USE_I18N = USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Case images are served by a view that asks who may see the case, never by the web server.
MEDIA_ROOT = HOME / "media"
UPLOAD_ROOT = HOME / "uploads"
FIXTURES_ROOT = BASE_DIR / "fixtures"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# --- Background work ------------------------------------------------------------------------------

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://localhost")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "climed"
QUEUE_DIR = HOME / "queue"
if CELERY_BROKER_URL.startswith("filesystem://"):
    # Kombu polls this folder once a second unless told otherwise.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "polling_interval": 0.05,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    # A page that sends a message must not wait for a host that does not answer.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 3}
# Work whose lease has run out is taken up again by whichever worker sweeps next.
WORK_LEASE_SECONDS = env.int("WORK_LEASE_SECONDS", default=60)

# --- Scoring --------------------------------------------------------------------------------------

SIMILARITY_ENCODER = env.str("SIMILARITY_ENCODER", default="light")
SCORING_CHUNK_SIZE = env.int("SCORING_CHUNK_SIZE", default=1000)
# How many workers are called to a run at once; idle calls cost nothing.
SCORING_WORKERS = env.int("SCORING_WORKERS", default=4)

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.str("CACHE_URL")}
    if env.str("CACHE_URL", default="")
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(HOME / "cache"),
        # At its limit a third is thrown out by lot: a leaderboard read at every weight would be enough.
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {
        "hide_invitations": {"()": "climed_eval.logs.HideInvitations"},
        "one_line_refusals": {"()": "climed_eval.logs.OneLineRefusals"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["hide_invitations"],
        }
    },
    # These have handlers of Django's own besides.
    "loggers": {
        name: {"filters": ["hide_invitations", "one_line_refusals"]}
        for name in ("django.request", "django.security.csrf", "django.server")
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
