"""Forms of real tokens, as vendors document them or detect-secrets and TruffleHog describe them.

They were written down apart from the rules of `honed.core.redact`; what those missed at first they
have learned since. A value is made when a test runs, from a seed, so no token stands in the
repository. Each has the line that it is usually met in; where the form tells by itself, the name in
that line says nothing.
"""

from __future__ import annotations

import base64
import json
import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Form = tuple[str, Callable[[Random], str], str]

DIGITS, HEX = string.digits, "0123456789abcdef"
UPPER, LOWER = string.ascii_uppercase, string.ascii_lowercase
ALNUM = string.ascii_letters + DIGITS
BASE64 = ALNUM + "+/"
URL64 = ALNUM + "-_"
BASE32 = UPPER + "234567"

PLAIN = 'client = connect("{}")'
"""A line whose names tell nothing."""


def chars(alphabet: str, number: int) -> Callable[[Random], str]:
    """Return what makes so many characters."""
    return lambda random: "".join(random.choices(alphabet, k=number))


def join(*parts: str | tuple[str, int]) -> Callable[[Random], str]:
    """Return what makes texts and characters one after another."""
    return lambda random: "".join(
        each if isinstance(each, str) else "".join(random.choices(each[0], k=each[1]))
        for each in parts
    )


def uuid(random: Random) -> str:
    """Return a UUID of chance."""
    return "-".join("".join(random.choices(HEX, k=each)) for each in (8, 4, 4, 4, 12))


def jwt(random: Random) -> str:
    """Return a JSON Web Token (RFC 7519)."""
    parts = [{"alg": "HS256", "typ": "JWT"}, {"sub": str(random.random()), "admin": True}]
    coded = [base64.urlsafe_b64encode(json.dumps(each).encode()).decode().strip("=")
             for each in parts]  # fmt: skip
    return ".".join([*coded, chars(URL64, 43)(random)])


def pem(kind: str) -> Callable[[Random], str]:
    """Return what makes a private key in one line, as in a JSON file."""

    def make(random: Random) -> str:
        lines = "\\n".join(chars(BASE64, 64)(random) for _ in range(6))
        return f"-----BEGIN {kind} KEY-----\\n{lines}\\n-----END {kind} KEY-----\\n"

    return make


def discord(random: Random) -> str:
    """Return a bot's token: the id in base64, a time, a signature."""
    user = "".join(random.choices(DIGITS, k=18))
    return f"M{base64.b64encode(user.encode()).decode()[1:]}.{chars(URL64, 6)(random)}." + (
        chars(URL64, 38)(random)
    )


FORMS: dict[str, Form] = {
    "AWS access key id": (PLAIN, join("AKIA", (BASE32, 16)), ""),
    "AWS temporary key id": (PLAIN, join("ASIA", (BASE32, 16)), ""),
    "AWS secret key": ('aws_secret_access_key = "{}"', chars(BASE64, 40), ""),
    "AWS secret in environment": ("AWS_SECRET_ACCESS_KEY={}", chars(BASE64, 40), ""),
    "Azure storage": ('c = "DefaultEndpointsProtocol=https;AccountName=a;AccountKey={};"',
                      join((BASE64, 86), "=="), ""),
    "Azure client secret": ('client_secret = "{}"', join((ALNUM, 3), "8Q~", (URL64, 34)), ""),
    "Azure SAS": ('url = "https://a.blob.core.windows.net/c?sv=2022&sig={}"',
                  join((ALNUM, 43), "%3D"), "%3D"),
    "GitHub personal": (PLAIN, join("ghp_", (ALNUM, 36)), ""),
    "GitHub OAuth": (PLAIN, join("gho_", (ALNUM, 36)), ""),
    "GitHub server": (PLAIN, join("ghs_", (ALNUM, 36)), ""),
    "GitHub fine-grained": (PLAIN, join("github_pat_11A", (ALNUM, 21), "_", (ALNUM, 59)), ""),
    "GitLab personal": (PLAIN, join("glpat-", (URL64, 20)), ""),
    "GitLab runner": (PLAIN, join("glrt-", (URL64, 20)), ""),
    "GitLab deploy": (PLAIN, join("gldt-", (URL64, 20)), ""),
    "Slack bot": (PLAIN, join("xoxb-", (DIGITS, 12), "-", (DIGITS, 13), "-", (ALNUM, 24)), ""),
    "Slack user": (PLAIN, join("xoxp-", (DIGITS, 12), "-", (DIGITS, 12), "-", (DIGITS, 12), "-",
                               (HEX, 32)), ""),
    "Slack app": (PLAIN, join("xapp-1-A", (UPPER + DIGITS, 10), "-", (DIGITS, 13), "-", (HEX, 64)),
                  ""),
    "Slack webhook": ('post("https://hooks.slack.com/services/{}")',
                      join("T", (UPPER + DIGITS, 8), "/B", (UPPER + DIGITS, 10), "/", (ALNUM, 24)),
                      ""),
    "Stripe live": (PLAIN, join("sk_live_", (ALNUM, 24)), ""),
    "Stripe restricted": (PLAIN, join("rk_live_", (ALNUM, 24)), ""),
    "Stripe long": (PLAIN, join("sk_live_51", (ALNUM, 97)), ""),
    "Stripe webhook": (PLAIN, join("whsec_", (ALNUM, 32)), ""),
    "Twilio key": (PLAIN, join("SK", (HEX, 32)), ""),
    "Twilio token": ('auth_token = "{}"', chars(HEX, 32), ""),
    "SendGrid": (PLAIN, join("SG.", (URL64, 22), ".", (URL64, 43)), ""),
    "Mailgun": (PLAIN, join("key-", (HEX, 32)), ""),
    "Mailchimp": (PLAIN, join((HEX, 32), "-us12"), ""),
    "npm": (PLAIN, join("npm_", (ALNUM, 36)), ""),
    "npmrc": ("//npm.example/:_authToken={}", uuid, ""),
    "PyPI": (PLAIN, join("pypi-AgEIcHlwaS5vcmc", (URL64, 150)), ""),
    "RubyGems": (PLAIN, join("rubygems_", (HEX, 48)), ""),
    "Google API": (PLAIN, join("AIza", (URL64, 35)), ""),
    "Google client secret": (PLAIN, join("GOCSPX-", (URL64, 28)), ""),
    "Google access": (PLAIN, join("ya29.", (URL64, 140)), ""),
    "Google service account": ('{{"private_key": "{}"}}', pem("PRIVATE"), ""),
    "RSA key": ('k = "{}"', pem("RSA PRIVATE"), ""),
    "OpenSSH key": ('k = "{}"', pem("OPENSSH PRIVATE"), ""),
    "EC key": ('k = "{}"', pem("EC PRIVATE"), ""),
    "Discord bot": (PLAIN, discord, ""),
    "Discord webhook": ('post("https://discord.com/api/webhooks/{}")',
                        join((DIGITS, 18), "/", (URL64, 68)), ""),
    "Telegram bot": (PLAIN, join((DIGITS, 10), ":AA", (URL64, 33)), ""),
    "Square access": (PLAIN, join("sq0atp-", (URL64, 22)), ""),
    "Square secret": (PLAIN, join("sq0csp-", (URL64, 43)), ""),
    "Square EAAA": (PLAIN, join("EAAA", (URL64, 60)), ""),
    "Shopify": (PLAIN, join("shpat_", (HEX, 32)), ""),
    "Shopify secret": (PLAIN, join("shpss_", (HEX, 32)), ""),
    "DigitalOcean": (PLAIN, join("dop_v1_", (HEX, 64)), ""),
    "Heroku": ("HEROKU_API_KEY={}", uuid, ""),
    "Heroku new": (PLAIN, join("HRKU-AA", (URL64, 58)), ""),
    "Databricks": (PLAIN, join("dapi", (HEX, 32)), ""),
    "Cloudflare": ('cloudflare_api_token = "{}"', chars(URL64, 40), ""),
    "Cloudflare origin": (PLAIN, join("v1.0-", (HEX, 24), "-", (HEX, 146)), ""),
    "OpenAI": (PLAIN, join("sk-", (ALNUM, 20), "T3BlbkFJ", (ALNUM, 20)), ""),
    "OpenAI project": (PLAIN, join("sk-proj-", (URL64, 74), "T3BlbkFJ", (URL64, 74)), ""),
    "Anthropic": (PLAIN, join("sk-ant-api03-", (URL64, 93), "AA"), ""),
    "Hugging Face": (PLAIN, join("hf_", (string.ascii_letters, 34)), ""),
    "Replicate": (PLAIN, join("r8_", (ALNUM, 37)), ""),
    "Groq": (PLAIN, join("gsk_", (ALNUM, 52)), ""),
    "xAI": (PLAIN, join("xai-", (ALNUM, 80)), ""),
    "Perplexity": (PLAIN, join("pplx-", (ALNUM, 48)), ""),
    "OpenRouter": (PLAIN, join("sk-or-v1-", (HEX, 64)), ""),
    "JSON Web Token": (PLAIN, jwt, ""),
    "bearer header": ('headers["Authorization"] = "Bearer {}"', chars(ALNUM, 40), ""),
    "basic header": ('h = {{"Authorization": "Basic {}"}}', join((ALNUM, 39), "="), ""),
    "PostgreSQL": ('db = "postgresql://app:{}@db.internal:5432/shop"', chars(ALNUM, 16), ""),
    "MongoDB": ('db = "mongodb+srv://app:{}@cluster0.abcde.mongodb.net/"', chars(ALNUM, 16), ""),
    "Redis": ('cache = "redis://:{}@cache:6379/0"', chars(ALNUM, 20), ""),
    "AMQP": ('q = "amqps://user:{}@rabbit/vhost"', chars(ALNUM, 20), ""),
    "Cloudinary": ('c = "cloudinary://123456789012345:{}@demo"', chars(URL64, 27), ""),
    "SQL Server": ('c = "Server=db;User Id=sa;Password={};"', chars(ALNUM, 14), ""),
    "Artifactory": (PLAIN, join("AKCp", (ALNUM, 69)), ""),
    "IBM Cloud": ('ibm_cloud_api_key = "{}"', chars(URL64, 44), ""),
    "New Relic": (PLAIN, join("NRAK-", (UPPER + DIGITS, 27)), ""),
    "Grafana service": (PLAIN, join("glsa_", (ALNUM, 32), "_", (HEX, 8)), ""),
    "Grafana cloud": (PLAIN, join("glc_", (BASE64, 80)), ""),
    "Sentry": (PLAIN, join("sntryu_", (HEX, 64)), ""),
    "Linear": (PLAIN, join("lin_api_", (ALNUM, 40)), ""),
    "Notion": (PLAIN, join("secret_", (ALNUM, 43)), ""),
    "Notion new": (PLAIN, join("ntn_", (ALNUM, 46)), ""),
    "Airtable": (PLAIN, join("pat", (ALNUM, 14), ".", (HEX, 64)), ""),
    "Figma": (PLAIN, join("figd_", (URL64, 40)), ""),
    "Doppler": (PLAIN, join("dp.pt.", (ALNUM, 43)), ""),
    "Terraform": (PLAIN, join((ALNUM, 14), ".atlasv1.", (ALNUM, 67)), ""),
    "Vault": (PLAIN, join("hvs.", (URL64, 95)), ""),
    "Pulumi": (PLAIN, join("pul-", (HEX, 40)), ""),
    "Postman": (PLAIN, join("PMAK-", (HEX, 24), "-", (HEX, 34)), ""),
    "Atlassian": (PLAIN, join("ATATT3xFfGF0", (URL64, 176), "=", (UPPER + DIGITS, 8)), ""),
    "Bitbucket": (PLAIN, join("ATBB", (ALNUM, 32)), ""),
    "Dropbox": (PLAIN, join("sl.B", (URL64, 135)), ""),
    "Okta": ('okta_api_token = "{}"', join("00", (URL64, 40)), ""),
    "Facebook": (PLAIN, join("EAACEdEose0cBA", (ALNUM, 120)), ""),
    "Twitter": (PLAIN, join("AAAAAAAAAAAAAAAAAAAAA", (ALNUM, 30), "%3D", (ALNUM, 50)), ""),
    "PlanetScale": (PLAIN, join("pscale_tkn_", (URL64, 43)), ""),
    "Supabase": (PLAIN, join("sbp_", (HEX, 40)), ""),
    "Supabase secret": (PLAIN, join("sb_secret_", (URL64, 31)), ""),
    "Fly.io": (PLAIN, join("fo1_", (URL64, 43)), ""),
    "Netlify": (PLAIN, join("nfp_", (ALNUM, 40)), ""),
    "Vercel": ('vercel_token = "{}"', chars(ALNUM, 24), ""),
    "Docker Hub": (PLAIN, join("dckr_pat_", (URL64, 27)), ""),
    "CircleCI": (PLAIN, join("CCIPAT_", (ALNUM, 22), "_", (HEX, 40)), ""),
    "Buildkite": (PLAIN, join("bkua_", (HEX, 40)), ""),
    "LaunchDarkly": ('sdk_token = "sdk-{}"', uuid, ""),
    "Contentful": (PLAIN, join("CFPAT-", (URL64, 43)), ""),
    "Typeform": (PLAIN, join("tfp_", (URL64, 59)), ""),
    "Tailscale": (PLAIN, join("tskey-auth-k", (ALNUM, 11), "CNTRL-", (ALNUM, 32)), ""),
    "Sourcegraph": (PLAIN, join("sgp_", (HEX, 16), "_", (HEX, 40)), ""),
    "age": (PLAIN, join("AGE-SECRET-KEY-1", (UPPER + DIGITS, 58)), ""),
    "Prefect": (PLAIN, join("pnu_", (ALNUM, 36)), ""),
    "ReadMe": (PLAIN, join("rdme_", (LOWER + DIGITS, 70)), ""),
    "Braintree": (PLAIN, join("access_token$production$", (LOWER + DIGITS, 16), "$", (HEX, 32)),
                  "access_token$production$"),
    "Razorpay": (PLAIN, join("rzp_live_", (ALNUM, 14)), ""),
    "Shippo": (PLAIN, join("shippo_live_", (HEX, 40)), ""),
    "EasyPost": (PLAIN, join("EZAK", (ALNUM, 54)), ""),
    "Adafruit": (PLAIN, join("aio_", (ALNUM, 28)), ""),
    "Mapbox": (PLAIN, lambda random: "sk." + jwt(random).partition(".")[2], "sk."),
    "Algolia": ('algolia_admin_api_key = "{}"', chars(HEX, 32), ""),
    "Datadog": ("DD_API_KEY={}", chars(HEX, 32), ""),
    "PagerDuty": ('pagerduty_token = "{}"', join("u+", (URL64, 18)), ""),
    "Snyk": ("SNYK_TOKEN={}", uuid, ""),
    "password": ('password = "{}"', chars(ALNUM + "!#%&", 14), ""),
    "password in YAML": ("  password: {}", chars(ALNUM, 16), ""),
    "password in environment": ("export DB_PASSWORD={}", chars(ALNUM, 12), ""),
    "Django": ("SECRET_KEY = '{}'", chars(ALNUM + "!@#$%^&*(-_=+)", 50), ""),
    "plain value of chance": ('x = "{}"', chars(ALNUM, 40), ""),
}  # fmt: skip
"""By name: the line, what makes the value, and the part of the value that may stay, if any."""


def hidden(value: str, stays: str) -> str:
    """Return what must not be seen of a value: all but the part that tells the form."""
    return value.removeprefix(stays).removesuffix(stays)
