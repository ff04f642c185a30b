import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest

from portal.runserver.embedded import (
    THROW_AWAY,
    Cluster,
    lasting_cluster,
    owner,
    programs,
    throw_away_cluster,
)
from portal.runserver.paths import CHECKOUT, SHARED, database, key
from portal.runserver.refusals import Refusal

PATIENCE_SECONDS = 20


def ask(cluster: Cluster, question: str) -> str:
    with closing(psycopg2.connect(host=str(cluster.socket), user="postgres", dbname="postgres")) as server:
        server.autocommit = True
        cursor = server.cursor()
        cursor.execute(question)
        return cursor.fetchone()[0]


def remove(folder: Path) -> None:
    subprocess.run(["/bin/rm", "-rf", folder], check=True)


@pytest.fixture
def unmade():
    cluster = throw_away_cluster()
    yield cluster
    cluster.stop()
    remove(cluster.data.parent)


@pytest.fixture(scope="module")
def made():
    """A data folder for many starts."""
    cluster = throw_away_cluster()
    cluster.make()
    yield cluster
    remove(cluster.data.parent)


@pytest.fixture
def cluster(made):
    cluster = again(made)
    yield cluster
    cluster.stop()


@pytest.fixture
def after(cluster):
    """What the next start makes of the same folder."""
    cluster = again(cluster)
    yield cluster
    cluster.stop()


def again(cluster: Cluster) -> Cluster:
    return Cluster(cluster.data, cluster.bin, cluster.account, dict(cluster.options))


def test_cluster_sorts_and_folds_every_script(cluster):
    cluster.start()

    assert ask(cluster, "SELECT current_setting('server_encoding') || upper('é')") == "UTF8É"


def test_cluster_listens_on_no_network(cluster):
    cluster.start()

    assert ask(cluster, "SELECT current_setting('listen_addresses')") == ""
    assert psutil.Process(cluster.process.pid).net_connections("inet") == []


def test_cluster_is_closed_to_other_users(cluster):
    cluster.start()

    assert cluster.data.stat().st_mode & 0o777 == 0o700
    assert cluster.log.stat().st_mode & 0o777 == 0o600
    assert cluster.socket == cluster.data


def test_cluster_keeps_its_data(cluster, after):
    cluster.start()
    ask(cluster, "CREATE TABLE kept AS SELECT 1; SELECT 1")
    cluster.stop()

    after.start()

    assert ask(after, "SELECT count(*) FROM kept") == 1


def test_cluster_stop_leaves_no_process_and_no_socket(cluster):
    cluster.start()
    server = psutil.Process(cluster.process.pid)
    processes = [server, *server.children()]

    cluster.stop()

    assert [process for process in processes if process.is_running()] == []
    assert list(cluster.socket.glob(".s.*")) == []


def test_cluster_half_made_is_made_anew(unmade):
    unmade.account.make_folder(unmade.data.with_name("data.new"))
    (unmade.data.with_name("data.new") / "PG_VERSION").write_text("18")

    unmade.make()
    unmade.start()

    assert ask(unmade, "SELECT 1") == 1


def test_cluster_starts_after_a_crash(cluster, after):
    cluster.start()
    ask(cluster, "CREATE TABLE survived AS SELECT 1; SELECT 1")
    cluster.call("psql", "-h", cluster.socket, "-U", "postgres", "-c", "CHECKPOINT")
    server = psutil.Process(cluster.process.pid)
    for process in [server, *server.children()]:
        process.kill()
    cluster.process.wait()

    after.start()

    assert ask(after, "SELECT count(*) FROM survived") == 1


def test_cluster_leaves_alone_who_has_the_number_of_a_dead_server(cluster):
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")

    cluster.start()

    assert ask(cluster, "SELECT 1") == 1


def test_cluster_takes_over_from_an_abandoned_server(cluster, after):
    cluster.start()
    abandoned = cluster.process

    after.start()

    assert abandoned.wait(PATIENCE_SECONDS) == 0
    assert ask(after, "SELECT 1") == 1


@pytest.mark.slow("starts database servers")
def test_cluster_dies_with_the_process_that_started_it(cluster):
    code = (
        "import sys, time; from pathlib import Path; from portal.runserver.embedded import Cluster;"
        "from portal.runserver.embedded import Account; data, bin, *ids = sys.argv[1:];"
        "cluster = Cluster(Path(data), Path(bin), Account(*map(eval, ids)));"
        "cluster.start(); print(cluster.process.pid, flush=True); time.sleep(60)"
    )
    account = cluster.account
    command = [sys.executable, "-c", code, cluster.data, cluster.bin, str(account.uid), str(account.gid)]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as starter:
        server = psutil.Process(int(starter.stdout.readline()))
        starter.send_signal(signal.SIGKILL)

    assert psutil.wait_procs([server], PATIENCE_SECONDS)[1] == []
    assert not (cluster.data / "postmaster.pid").exists()


def test_cluster_that_cannot_start_says_why(cluster):
    cluster.options["shared_buffers"] = "nonsense"

    with pytest.raises(Refusal, match=r"^PostgreSQL did not start on .*: .*shared_buffers.*nonsense"):
        cluster.start()


def test_cluster_that_cannot_be_made_says_why(unmade):
    unmade.data.with_name("data.new").symlink_to("/dev/null")

    with pytest.raises(Refusal, match="belongs to somebody else"):
        unmade.make()


@pytest.mark.slow("starts database servers")
@pytest.mark.parametrize("name", ['门户 of it\'s, "here"', "long" * 30])
def test_cluster_runs_whatever_its_folder_is_called(unmade, name):
    parent = unmade.data.parent / name
    unmade.account.make_folder(parent)
    cluster = Cluster(parent / "postgres", unmade.bin, unmade.account, dict(THROW_AWAY))

    cluster.make()
    cluster.start()

    assert ask(cluster, "SELECT 1") == 1
    cluster.stop()
    assert not cluster.socket.exists()


def test_lasting_cluster_opens_no_private_folder(tmp_path):
    tmp_path.chmod(0o700)
    var = tmp_path / "var"
    var.mkdir(mode=0o700)

    cluster = lasting_cluster(var)
    cluster.make()
    cluster.start()

    assert ask(cluster, "SELECT 1") == 1
    assert [folder.stat().st_mode & 0o777 for folder in (tmp_path, var)] == [0o700, 0o700]
    assert cluster.data == (SHARED / key(var) if os.geteuid() == 0 else var / "postgres")
    cluster.stop()
    remove(cluster.data)
    cluster.log.unlink()


def test_lasting_cluster_is_found_again(tmp_path):
    first = lasting_cluster(tmp_path)
    first.account.make_folder(first.data)

    second = lasting_cluster(tmp_path)

    assert (second.data, second.bin, second.account) == (first.data, first.bin, owner(first.data))
    assert second.data == database(tmp_path)
    first.data.rmdir()


def test_programs_are_copied_whole_or_not_at_all(unmade):
    assert programs(unmade.account) == unmade.bin
    assert unmade.account.succeeds(unmade.bin / "initdb", "--version")
