from concurrent.futures import ThreadPoolExecutor

from portal.runserver.paths import kept_secret


def test_secret_is_made_once_and_closed_to_others(tmp_path):
    path = tmp_path / "var" / "secret-key"

    first, second = kept_secret(path), kept_secret(path)

    assert first == second
    assert len(first) > 80
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_secret_is_another_in_each_place(tmp_path):
    assert kept_secret(tmp_path / "a") != kept_secret(tmp_path / "b")


def test_secret_is_the_same_for_all_who_make_it_at_once(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(kept_secret, [tmp_path / "secret-key"] * 32))

    assert len(secrets) == 1
