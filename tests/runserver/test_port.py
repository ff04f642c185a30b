import os
import socket
import subprocess
import sys

import pytest

from portal.runserver.refusals import Refusal, chosen_port, refuse_busy


@pytest.mark.parametrize(
    ("environment", "port"), [({}, 8000), ({"PORT": ""}, 8000), ({"PORT": "9001"}, 9001)]
)
def test_port_is_that_of_the_environment_or_8000(environment, port):
    assert chosen_port(environment) == port


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "８０８０"])
def test_port_refuses_what_is_no_port(text):
    with pytest.raises(Refusal, match=f"^PORT must be a number from 1 to 65535, not '{text}'.$"):
        chosen_port({"PORT": text})


@pytest.mark.parametrize("module", ["portal.runserver", "portal.launch"])
def test_server_starts_by_its_former_name_too(module):
    command = [sys.executable, "-m", module]

    started = subprocess.run(
        command, env={**os.environ, "PORT": "http"}, capture_output=True, text=True, check=False
    )

    assert started.returncode == 1
    assert "PORT must be a number from 1 to 65535, not 'http'." in started.stderr


def test_port_in_use_is_refused_in_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(
            Refusal, match=f"^Port {port} of 127.0.0.1 is in use: choose another, .*make run`.$"
        ):
            refuse_busy(port)


@pytest.mark.slow("starts servers")
def test_port_just_left_is_free():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            taken.accept()[0].close()

    refuse_busy(port)
