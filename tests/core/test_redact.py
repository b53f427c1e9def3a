"""Secrets go, whoever issued them; ordinary code stays as it is, to the letter."""

from __future__ import annotations

import base64
import random
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.redact import PLACEHOLDER, has_secret, redact

_dice = random.Random(20)
_ALPHANUMERIC = string.ascii_letters + string.digits
_HEX = "0123456789abcdef"


def thrown(length: int, characters: str = _ALPHANUMERIC) -> str:
    """Return characters as a vendor's dice throw them; made here, no scanner finds them in git."""
    return "".join(_dice.choice(characters) for _ in range(length))


UPPER = string.ascii_uppercase + "234567"
LOWER = string.ascii_lowercase + string.digits
URL_SAFE = _ALPHANUMERIC + "-_"
_JWT_HEADER = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")

TOKENS = {
    "AWS access key": "AKIA" + thrown(16, UPPER),
    "AWS session key": "ASIA" + thrown(16, UPPER),
    "GitHub": "ghp_" + thrown(36),
    "GitHub app": "ghs_" + thrown(36),
    "GitHub fine-grained": "github_pat_" + thrown(22) + "_" + thrown(59),
    "GitLab": "glpat-" + thrown(20, URL_SAFE),
    "GitLab runner": "glrt-" + thrown(20, URL_SAFE),
    "GitLab registration": "GR1348941" + thrown(20, URL_SAFE),
    "Slack bot": f"xoxb-{thrown(12, string.digits)}-{thrown(12, string.digits)}-{thrown(24)}",
    "Slack app": f"xapp-1-A{thrown(10, UPPER)}-{thrown(13, string.digits)}-{thrown(64, _HEX)}",
    "Stripe": "sk_live_" + thrown(24),
    "Stripe restricted": "rk_test_" + thrown(24),
    "Stripe webhook": "whsec_" + thrown(32),
    "OpenAI": "sk-proj-" + thrown(74, URL_SAFE) + "T3BlbkFJ" + thrown(74, URL_SAFE),
    "OpenAI, old": "sk-" + thrown(20) + "T3BlbkFJ" + thrown(20),
    "Anthropic": "sk-ant-api03-" + thrown(93, URL_SAFE) + "AA",
    "Google": "AIza" + thrown(35, URL_SAFE),
    "Google client": "GOCSPX-" + thrown(28, URL_SAFE),
    "Google access": "ya29." + thrown(60, URL_SAFE),
    "npm": "npm_" + thrown(36),
    "PyPI": "pypi-AgEIcHlwaS5vcmc" + thrown(80, URL_SAFE),
    "SendGrid": f"SG.{thrown(22, URL_SAFE)}.{thrown(43, URL_SAFE)}",
    "Twilio": "SK" + thrown(32, _HEX),
    "Telegram": f"{thrown(9, string.digits)}:AA{thrown(33, URL_SAFE)}",
    "Discord": f"MT{thrown(24)}.{thrown(6, URL_SAFE)}.{thrown(38, URL_SAFE)}",
    "JWT": f"{_JWT_HEADER}.eyJ{thrown(40, URL_SAFE)}.{thrown(43, URL_SAFE)}",
    "Hugging Face": "hf_" + thrown(34, string.ascii_letters),
    "Databricks": "dapi" + thrown(32, _HEX),
    "DigitalOcean": "dop_v1_" + thrown(64, _HEX),
    "Shopify": "shpat_" + thrown(32, _HEX),
    "Square": "sq0atp-" + thrown(22, URL_SAFE),
    "Mailchimp": thrown(32, _HEX) + "-us12",
    "Docker": "dckr_pat_" + thrown(27, URL_SAFE),
    "Vault": "hvs." + thrown(92, URL_SAFE),
    "Terraform": f"{thrown(14)}.atlasv1.{thrown(64, URL_SAFE)}",
    "Airtable": f"pat{thrown(14)}.{thrown(64, _HEX)}",
    "HubSpot": f"pat-na1-{thrown(8, _HEX)}-{thrown(4, _HEX)}-{thrown(4, _HEX)}-"
    f"{thrown(4, _HEX)}-{thrown(12, _HEX)}",
    "age": "AGE-SECRET-KEY-1" + thrown(58, UPPER),
}
LINES = ["client = connect({})", 'x = "{}"', "curl -H 'X-Key: {}' host", "# was {}, now another"]


@pytest.mark.parametrize("vendor", TOKENS)
@pytest.mark.parametrize("line", LINES)
def test_token(vendor: str, line: str) -> None:
    """A token goes wherever it stands, and only the token."""
    token = TOKENS[vendor]
    assert redact(line.format(token)) == line.format(PLACEHOLDER)
    assert has_secret(line.format(token))


KEY = thrown(60, _ALPHANUMERIC + "+/")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('password = "hunter2"', 'password = "<secret>"'),
        ("password = 'correct'", "password = '<secret>'"),
        ('DB_PASSWORD: "it\\"s5me"', 'DB_PASSWORD: "<secret>"'),
        ('{"passwd": "pa55, word!"}', '{"passwd": "<secret>"}'),
        ("api_key: '9f8e7d6c5b'", "api_key: '<secret>'"),
        ('apiKey := "abc123def456"', 'apiKey := "<secret>"'),
        ("clientSecret => `abc123def456`,", "clientSecret => `<secret>`,"),
        ('String authToken = "abc-123-def";', 'String authToken = "<secret>";'),
        ('var authToken string = "abc-123-def"', 'var authToken string = "<secret>"'),
        ('auth_token: str = "abc-123-def"', 'auth_token: str = "<secret>"'),
        ('if secret == "s3cr3t-value":', 'if secret == "<secret>":'),
        ('set_password("hunter2")', 'set_password("<secret>")'),
        ('os.environ["API_TOKEN"] = "abc-123-def"', 'os.environ["API_TOKEN"] = "<secret>"'),
        ("export DB_PASSWORD=hunter2", "export DB_PASSWORD=<secret>"),
        ("API_KEY=abc123def", "API_KEY=<secret>"),
        (f"token = {TOKENS['GitLab'][6:]}8", "token = <secret>"),
        ("heroku_api_key = 41d7f0a2-ab12-4c3d-9e8f-0123456789ab", "heroku_api_key = <secret>"),
        ("postgres://user:pa55@db.example.com/x", "postgres://user:<secret>@db.example.com/x"),
        ('"redis://:pa55word@cache:6379"', '"redis://:<secret>@cache:6379"'),
        ("https://user:abc123@[::1]/", "https://user:<secret>@[::1]/"),
        ("Server=db;Uid=sa;Pwd=hunter2;", "Server=db;Uid=sa;Pwd=<secret>;"),
        ("x;AccountKey=Zm9vYmFy+/8=;y", "x;AccountKey=<secret>;y"),
        ("https://host/?page=2&api_key=abcdef12", "https://host/?page=2&api_key=<secret>"),
        (f'"Bearer {TOKENS["GitLab"][6:]}"', '"Bearer <secret>"'),
        ("Authorization: Basic dXNlcjpwYTU1d29yZDEyMw==", "Authorization: Basic <secret>"),
        (
            f"https://hooks.slack.com/services/T{thrown(8, UPPER)}/B0123ABCD/{thrown(24)}",
            "https://hooks.slack.com/<secret>",
        ),
        (
            f"https://discord.com/api/webhooks/{thrown(18, string.digits)}/{thrown(68, URL_SAFE)}",
            "https://discord.com/api/webhooks/<secret>",
        ),
        (f'key = """-----BEGIN PRIVATE KEY-----\n{KEY}\n-----END PRIVATE KEY-----"""',
         'key = """<secret>"""'),
        (f"-----BEGIN RSA PRIVATE KEY-----\n{KEY}\n{KEY}", "<secret>"),
        (f"hash('{thrown(40, _HEX)}')", "hash('<secret>')"),
        (f"f('{thrown(32)}', `{thrown(44, URL_SAFE)}`)", "f('<secret>', `<secret>`)"),
    ],
)  # fmt: skip
def test_secret(before: str, after: str) -> None:
    """A value that a name or a form gives away goes; what is around it stays."""
    assert redact(before) == after
    assert has_secret(before)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "password = getpass()",
        'password = ""',
        'password = "${PASSWORD}"',
        'password = f"{password}"',
        'password = "%s" % secret',
        'password: "Enter your password",',
        'PASSWORD = "password"',
        'input(type="password")',
        'pwd = "/home/user/project"',
        'token = "identifier"',
        'token_url = "https://example.com/oauth2/token"',
        'API_KEY_HEADER = "X-API-Key"',
        'secret_name = "database-credentials"',
        "def tokenize(text: str, *, key: str = 'name') -> list[Token]:",
        'author = "Somebody 2024"',
        "SECRET=${SECRET}",
        "MAX_TOKENS=4096",
        "for key, value in items(): api_keys[key] = tokens2[value]",
        "token = request.headers2[name]",
        "auth_cb(RedisModuleContext *ctx, RedisModuleString *user)",
        '"https://example.com/user@host"',
        "git clone git@github.com:user/project.git",
        "postgres://user:${PASSWORD}@host/db",
        "postgres://user:<password>@host/db",
        "Authorization: Bearer <token>",
        "the bearer interface_of_the_thing must be",
        '"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"',
        '"0123456789012345678901234567890123456789"',
        '"com.example.project.internal.SomeVeryLongClassName2"',
        '"application_controller_test_helper_2"',
        '"/api/v1/users/12/projects/34/items/56/x"',
        '"./Font-Regular-e656f091b9dc4709722c9f4b84d3c797.woff2"',
        'NAMESPACE = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")',
        'if line.startswith("-----BEGIN PRIVATE KEY-----"): parse(line)',
        "sk-spinner sk-folding-cube",
        "asia = Continent()",
        "class Session(sa.Base): key = sa.Column(sa.String)",
        f"password = '{PLACEHOLDER}'",
    ],
)
def test_noop(text: str) -> None:
    """What only looks like a secret stays."""
    assert redact(text) == text
    assert not has_secret(text)


def test_ordinary_code_stays() -> None:
    """Of Python's own library at most one line in a thousand is touched."""
    folder = Path(random.__file__).parent
    modules = [*folder.glob("*.py"), *folder.glob("email/*.py"), *folder.glob("http/*.py")]
    lines = [
        line
        for path in sorted(modules)
        for line in path.read_text("utf-8", "replace").splitlines()
        if line.strip()
    ]
    sample = random.Random(1).sample(lines, 10_000)
    assert sum(map(has_secret, sample)) <= 10


fragments = st.sampled_from(
    [*TOKENS.values(), KEY, 'password = "', "token=", "://", "user:", "@host", "Bearer ", '"', "'",
     ";key=", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "\n", " ", PLACEHOLDER]
)  # fmt: skip


@given(st.lists(fragments | st.text(st.characters(codec=None), max_size=8), max_size=8))
def test_idempotent(parts: list[str]) -> None:
    """However secrets are put together, once is enough, and nothing raises."""
    once = redact("".join(parts))
    assert redact(once) == once
    assert not has_secret(once)


@pytest.mark.parametrize(
    "text",
    ["a", '"', 'token="', "password = ", "-----BEGIN PRIVATE KEY-----", "eyJ", "://a:", "auth",
     ";key=aaaaaaa", "M", 'password="\\a', "secret:a:", "Bearer "],
)  # fmt: skip
def test_long_text(text: str) -> None:
    """A line of 100,000 characters is done, however it may tempt a regular expression."""
    long = text * (100_000 // len(text))
    assert len(redact(long)) <= len(long) * 2


_ODD = (
    "\N{LATIN SMALL LETTER LONG S}ecret = ",
    "ap\N{LATIN SMALL LETTER DOTLESS I}_key=",
    "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}",
    "\N{KELVIN SIGN}ey = ",
    "tOKEN",
    "Api_Key: ",
    "AC" + "0a" * 16,
    "gLpat-",
    "key-",
)


@given(st.lists(fragments | st.sampled_from(_ODD) | st.text(max_size=8), max_size=12))
def test_places_miss_nothing(parts: list[str]) -> None:
    """Trying a pattern where its words stand finds what trying it everywhere finds."""
    text = "".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("honed.core.redact._places", lambda *_: None)
        expected = redact(text)
    assert redact(text) == expected
