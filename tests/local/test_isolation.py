"""What an embedded AWS opens, knows and leaves: loopback ports, dummy credentials, nothing in the temporary folder."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sagewire.local import EmbeddedAws
from sagewire.local.processes import marked
from tests.local.account import Account, instances
from tests.local.functions import call, function

POISON = {
    "AWS_ACCESS_KEY_ID": "AKIAPOISONPOISON",
    "AWS_SECRET_ACCESS_KEY": "poison-secret",
    "AWS_SESSION_TOKEN": "poison-token",
    "AWS_PROFILE": "poison-profile",
    "AWS_ENDPOINT_URL": "http://192.0.2.1:1",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/poison",
    "BOTO_CONFIG": "/poison",
    "GITHUB_TOKEN": "poison-of-another-kind",
}
ECHO = "def model_fn(d): return None\ndef transform_fn(m, body, content_type, accept): return body\n"
OWN_SERVER = """
import http.server, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Handler).serve_forever()
"""
PROCESSES = ("sagewire.local.server", "sagewire.local.function_runtime", "sagewire.local.serving", "own_server.py")


@pytest.fixture(scope="module")
def before() -> set[Path]:
    """What lies in the system's temporary folder before there is a server."""
    return set(Path(tempfile.gettempdir()).iterdir())


@pytest.fixture(scope="module")
def account(before: set[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """A server that a poisoned process started, with a function, a model and a model server of its user's."""
    directory, script = tmp_path_factory.mktemp("aws"), tmp_path_factory.mktemp("own") / "own_server.py"
    script.write_text(OWN_SERVER)
    with pytest.MonkeyPatch.context() as environment:
        for name, value in POISON.items():
            environment.setenv(name, value)
        with EmbeddedAws.start(directory=directory, port=0, images={"*/own:*": ["python3", str(script)]}) as aws:
            account = Account(aws)
            assert call(account, function(account, "def handler(event, context): return 1")).payload == 1
            account.serving(ECHO)
            own = {"Image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/own:1"}
            account.endpoint(account.config(instances(account.model(PrimaryContainer=own))))
            yield account
    assert marked(directory) == []
    assert not (directory / "tmp").exists()


def command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def environment_of(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/environ").read_text().split("\0")
    return {name: value for name, _, value in (line.partition("=") for line in lines if line)}


def listening(pid: int) -> set[str]:
    """The local addresses, in hexadecimal, of the sockets that a process waits on."""
    inodes = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    found = set()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            waits = table.startswith("udp") or fields[3] == "0A"
            if waits and f"socket:[{fields[9]}]" in inodes:
                found.add(fields[1].partition(":")[0])
    return found


def test_there_is_a_process_of_each_kind(account: Account) -> None:
    lines = [command_line(pid) for pid in marked(account.aws.directory)]
    for kind in PROCESSES:
        assert any(kind in line for line in lines), (kind, lines)


def test_every_listening_socket_is_on_loopback(account: Account) -> None:
    addresses = {pid: listening(pid) for pid in marked(account.aws.directory)}
    assert addresses[account.aws.pid]
    assert set().union(*addresses.values()) == {"0100007F"}, {
        command_line(pid): found for pid, found in addresses.items()
    }


def test_no_process_sees_a_credential_of_its_starter(account: Account) -> None:
    for pid in marked(account.aws.directory):
        variables = environment_of(pid)
        assert not {name for name, value in variables.items() if "poison" in value.lower() or "192.0.2.1" in value}
        assert not {"AWS_PROFILE", "BOTO_CONFIG", "AWS_WEB_IDENTITY_TOKEN_FILE"} & variables.keys()
        assert variables["AWS_ENDPOINT_URL"] == account.aws.endpoint_url
        assert not Path(variables["AWS_CONFIG_FILE"]).exists()
        assert not Path(variables["AWS_SHARED_CREDENTIALS_FILE"]).exists()


def test_a_child_process_of_the_user_sees_none_either(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in POISON.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OTHER", "kept")
    environment = account.aws.child_environment()
    assert environment["OTHER"] == "kept"
    assert environment["AWS_ENDPOINT_URL"] == account.aws.endpoint_url
    assert environment["AWS_ACCESS_KEY_ID"] == environment["AWS_SECRET_ACCESS_KEY"] == "test"
    left = {name for name, value in environment.items() if "poison" in value.lower()}
    assert left == {"GITHUB_TOKEN"}


def test_a_child_process_finds_it_past_a_proxy(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "intranet.example")
    environment = account.aws.child_environment()
    assert environment["no_proxy"] == environment["NO_PROXY"] == "intranet.example,127.0.0.1,localhost"


def test_a_client_has_no_credential_of_its_starter(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in POISON.items():
        monkeypatch.setenv(name, value)
    client = account.aws.client("sts")
    assert client.get_caller_identity()["Arn"] == "arn:aws:iam::123456789012:root"
    assert client.meta.endpoint_url == account.aws.endpoint_url


def test_temporary_files_go_into_the_servers_own_folder(account: Account, before: set[Path]) -> None:
    """All that uses Python's tempfile goes by TMPDIR; MiniStack's fixed names would carry its own."""
    own = account.aws.directory / "tmp"
    for pid in marked(account.aws.directory):
        assert Path(environment_of(pid)["TMPDIR"]).is_relative_to(own), command_line(pid)
    left = set(Path(tempfile.gettempdir()).iterdir()) - before
    assert not {path for path in left if "ministack" in path.name or "sagewire" in path.name}
