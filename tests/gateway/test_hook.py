"""A real bare repository, a real clone, real pushes."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from servers import decisions

CONFIG = 'packs = ["town"]\ncheck-folders = ["../checks"]\npack-folders = ["../packs"]\n'
GOOD = "关于做好防汛工作的通知\n各区人民政府：\n请认真做好{}工作。\n示例市人民政府\n2024年5月1日\n"
BAD = GOOD.replace("。\n示例", "！\n示例")
MARKED = "机密★5年\n" + GOOD


class Site:
    """A server with the hook, and the work tree of somebody who pushes to it."""

    def __init__(self, folder: Path) -> None:
        self.server, self.work = folder / "srv" / "文稿.git", folder / "work"
        self.git("init", "-q", "--bare", "-b", "main", str(self.server), cwd=folder)
        self.git("init", "-q", "-b", "main", str(self.work), cwd=folder)
        self.git("config", "user.name", "拟稿人")
        self.git("config", "user.email", "a@example.org")
        self.git("remote", "add", "origin", str(self.server))
        self.hook()

    def hook(self, options: str = "") -> None:
        """Puts the hook in place."""
        file = self.server / "hooks" / "pre-receive"
        file.write_text(f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -m wenlint hook pre-receive -j 1 {options}\n")
        file.chmod(0o755)

    def push_past_the_gate(self, *words: str) -> None:
        """Pushes while there is no hook."""
        (self.server / "hooks" / "pre-receive").unlink()
        self.push(*words)
        self.hook()

    def git(self, *words: str, cwd: Path | None = None, ok: bool = True, **environment: str) -> str:
        surroundings = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C", **environment}
        done = subprocess.run(
            ["git", *words], cwd=cwd or self.work, env=surroundings, capture_output=True, text=True, check=False
        )
        assert not ok or not done.returncode, done.stderr
        return done.stdout.strip() if ok else done.stderr

    def commit(self, files: dict[str, str | None], *, on: str = "") -> str:
        """Commits files (None: removed); the commit's name."""
        if on:
            self.git("checkout", "-q", on)
        for name, text in files.items():
            path = self.work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink() if text is None else path.write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "稿")
        return self.git("rev-parse", "HEAD")

    def push(self, *words: str) -> str:
        """What the pusher sees, without what git puts in front of a hook's lines."""
        told = self.git("push", "-q", "origin", *(words or ("main",)), ok=False)
        return "\n".join(line.removeprefix("remote: ").rstrip() for line in told.splitlines())

    def refs(self) -> dict[str, str]:
        """Refs on the server."""
        lines = self.git("for-each-ref", "--format=%(refname) %(objectname)", cwd=self.server).splitlines()
        return dict(line.split(" ", 1) for line in lines)

    def has(self, ref: str = "refs/heads/main", commit: str = "HEAD") -> bool:
        """Whether a ref of the server stands at a commit of the work tree."""
        return self.refs().get(ref) == self.git("rev-parse", commit)


@pytest.fixture
def site(project: Path) -> Site:
    (project / "srv").mkdir()
    (project / "srv" / "wenlint.toml").write_text(CONFIG, encoding="utf-8")
    return Site(project)


def test_a_clean_draft_comes_in_and_a_bad_one_is_told_of(site: Site) -> None:
    site.commit({"局办/通知.txt": GOOD.format("防汛"), "说明.csv": "！"})
    assert "查了 1 份文稿，可以接受" in site.push()
    assert site.has()
    site.commit({"局办/关于“两会”的 通知.txt": BAD.format("会务")})
    told = site.push()
    assert not site.has()
    assert "局办/关于“两会”的 通知.txt\n  错误  有感叹号" in told
    assert "第 3 条" in told
    assert "[town/calm]" in told
    assert "退回 1 份；推送不收" in told


def test_only_what_a_push_brings_is_judged(site: Site) -> None:
    site.commit({"旧稿.txt": BAD.format("防汛")})
    site.push_past_the_gate()
    assert site.has()
    site.commit({"新稿.txt": GOOD.format("抗旱")})
    assert "查了 1 份文稿" in site.push()
    assert site.push("main:refs/heads/别名") == ""  # nothing new comes with it
    assert site.has("refs/heads/别名")


def test_a_content_that_was_there_before_counts_where_it_is_brought_in(site: Site) -> None:
    """A blob is known from another name that nobody judged."""
    site.commit({"图.bin": BAD.format("防汛")})
    assert site.push() == ""
    site.git("mv", "图.bin", "通知.txt")
    site.git("commit", "-q", "-m", "改名")
    assert "通知.txt\n  错误" in site.push()
    assert not site.has()


def test_deletions_and_renames_of_clean_drafts_come_in(site: Site) -> None:
    site.commit({"a.txt": GOOD.format("防汛"), "b.txt": GOOD.format("抗旱")})
    site.push()
    site.git("mv", "a.txt", "丙.txt")
    site.commit({"b.txt": None})
    assert "可以接受" in site.push()
    assert site.has()
    site.push("main:refs/heads/side")
    assert site.push("--delete", "side") == ""
    assert list(site.refs()) == ["refs/heads/main"]


def test_a_fault_mended_on_the_way_does_not_count_but_a_marking_does(site: Site) -> None:
    site.commit({"a.txt": BAD.format("防汛")})
    site.commit({"a.txt": GOOD.format("防汛")})
    assert "可以接受" in site.push()
    site.commit({"b.txt": MARKED.format("甲水库调度")})
    site.commit({"b.txt": None})
    told = site.push()
    assert not site.has()
    assert "b.txt（最后一次提交里已经没有这一版，但它会留在历史里" in told
    assert "甲水库" not in told
    site.hook("--marked allow")
    site.push()
    assert site.has()


def test_nothing_of_a_marked_draft_is_told(site: Site) -> None:
    site.hook("--marked allow")
    site.commit({"涉密.txt": "机密★5年\n" + BAD.format("甲水库开闸放水")})
    told = site.push()
    assert not site.has()
    assert "涉密.txt\n  错误  有感叹号" in told
    assert "甲水库" not in told
    assert "防汛" not in told
    blob = site.git("rev-parse", "HEAD:涉密.txt")
    assert "could not get object info" in site.git("cat-file", "-t", blob, cwd=site.server, ok=False)  # nor kept


def test_a_draft_that_cannot_be_judged_is_refused(site: Site) -> None:
    site.commit({"坏稿.docx": "PK\x03\x04 不是压缩包"})
    assert "坏稿.docx\n  没能判断：" in site.push()
    assert not site.has()


def test_a_pointer_of_lfs_is_no_draft(site: Site) -> None:
    site.commit({"稿.docx": f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12\n"})
    assert "Git LFS" in site.push()
    assert not site.has()


def test_every_ref_of_a_push_is_judged_and_one_bad_one_stops_all(site: Site) -> None:
    site.commit({"a.txt": GOOD.format("防汛")})
    site.git("checkout", "-q", "-b", "side")
    site.commit({"b.txt": BAD.format("抗旱")})
    told = site.push("main", "side")
    assert "查了 2 份文稿，退回 1 份" in told
    assert site.refs() == {}


def test_tags_are_followed_and_what_is_no_commit_is_refused(site: Site) -> None:
    site.commit({"a.txt": BAD.format("防汛")})
    site.git("tag", "-a", "v1", "-m", "标签")
    assert "a.txt\n  错误" in site.push("v1")
    site.git("tag", "只有文件", "HEAD:a.txt")
    site.git("tag", "只有文件夹", "HEAD^{tree}")
    for name in ("只有文件", "只有文件夹"):
        assert "指向的不是提交" in site.push(name)
    assert site.refs() == {}


def test_a_merge_counts_only_with_what_it_adds_itself(site: Site) -> None:
    site.commit({"a.txt": GOOD.format("防汛")})
    site.push()
    site.commit({"旧.txt": BAD.format("防汛")})
    site.push_past_the_gate("main:refs/heads/old")
    site.git("checkout", "-q", "-b", "mine", "HEAD~1")
    site.commit({"b.txt": GOOD.format("抗旱")})
    site.git("merge", "-q", "--no-edit", "main")
    assert "查了 1 份文稿，可以接受" in site.push("mine")
    site.git("checkout", "-q", "-b", "theirs", "mine~1")
    site.commit({"c.txt": GOOD.format("供水")})
    site.git("merge", "-q", "--no-commit", "mine")
    site.commit({"b.txt": BAD.format("抗旱")})  # slipped into the merge
    assert "b.txt\n  错误" in site.push("theirs")


def test_a_link_is_no_draft(site: Site) -> None:
    site.commit({"a.txt": GOOD.format("防汛")})
    (site.work / "链接.txt").symlink_to("/etc/passwd")
    site.commit({})
    assert "查了 1 份文稿，可以接受" in site.push()


def test_blanks_and_dots_behind_its_name_hide_no_draft(site: Site) -> None:
    """Windows leaves them away when the branch is checked out."""
    site.commit({"a.txt ": BAD.format("防汛"), "b.txt. .": BAD.format("抗旱"), "c.TXT ": GOOD.format("供水")})
    told = site.push()
    assert "a.txt\n  错误" in told
    assert "b.txt. .\n  错误" in told
    assert "查了 3 份文稿，退回 2 份" in told


def test_a_replacement_pushed_before_hides_nothing(site: Site) -> None:
    first = site.commit({"a.txt": GOOD.format("防汛")})
    site.push()
    bad = site.commit({"a.txt": BAD.format("防汛")})
    assert site.push(f"{first}:refs/replace/{bad}") == ""
    assert "a.txt\n  错误" in site.push()
    assert not site.has()


def test_settings_come_from_the_server_and_not_with_the_push(site: Site) -> None:
    site.commit({"wenlint.toml": 'ignore = ["shouting"]\n', "a.txt": BAD.format("防汛")})
    assert "a.txt\n  错误" in site.push()
    (site.server / "wenlint.toml").write_text(
        CONFIG.replace("../", "../../") + 'exclude = ["历史/*"]\n', encoding="utf-8"
    )
    site.commit({"a.txt": None, "历史/a.txt": BAD.format("防汛")})
    site.push()
    assert site.has()


def test_a_broken_configuration_lets_nothing_in(site: Site) -> None:
    (site.server / "wenlint.toml").write_text("packs = 1\n", encoding="utf-8")
    site.commit({"a.txt": GOOD.format("防汛")})
    assert "packs" in site.push()
    assert site.refs() == {}


def test_a_repository_with_a_work_tree_is_refused(site: Site) -> None:
    """Its wenlint.toml would be the pushers'."""
    site.git("config", "core.bare", "false", cwd=site.server)
    site.git("config", "receive.denyCurrentBranch", "ignore", cwd=site.server)
    site.commit({"a.txt": GOOD.format("防汛")})
    assert "不是裸仓库" in site.push()
    assert site.refs() == {}


def test_a_waiver_on_the_server_lets_its_finding_in(site: Site) -> None:
    site.commit({"a.txt": BAD.format("防汛")})
    told = site.push()
    fingerprint = told.partition("指纹  ")[2][:16]
    (site.server / "wenlint-waivers.toml").write_text(
        f'[[waiver]]\nfingerprint = "{fingerprint}"\nreason = "已批"\nby = "处长"\nuntil = 2999-01-01\n',
        encoding="utf-8",
    )
    site.push()
    assert site.has()


def test_many_files_with_one_content_are_told_of_once(site: Site) -> None:
    site.commit({f"处室{number:03}/通知.txt": BAD.format("防汛") for number in range(300)})
    told = site.push()
    assert "查了 1 份文稿，退回 1 份" in told
    assert "处室000/通知.txt（内容相同的还有 处室001/通知.txt" in told


def test_many_drafts_come_in(site: Site) -> None:
    site.commit({f"稿{number:03}.txt": GOOD.format(f"第{number}号设施") for number in range(80)})
    assert "查了 80 份文稿，可以接受" in site.push()
    assert site.has()


def test_a_name_cannot_draw_on_the_terminal(site: Site) -> None:
    site.commit({"a\x1b[2J\n错误.txt": BAD.format("防汛")})
    told = site.push()
    assert "\x1b" not in told
    assert "a\\x1b[2J\\n错误.txt" in told


def test_it_runs_for_git_alone(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wenlint", "hook", "pre-receive"], cwd=project, input="", capture_output=True, text=True
    )
    assert done.returncode == 3
    assert "没有查" in done.stderr


def test_a_push_is_written_down_or_not_accepted(site: Site) -> None:
    audit = site.server.parent / "audit.jsonl"
    site.hook(f"--audit '{audit}'")
    site.commit({"a.txt": GOOD.format("防汛"), "b.txt": MARKED.format("抗旱"), "c.docx": "PK\x03\x04"})
    site.push()
    found = {(one["door"], one["verdict"], one["held"]) for one in decisions(audit)}
    assert found == {("hook", "passed", False), ("hook", "refused", True), ("hook", "unjudged", False)}
    assert all(one["sender"].startswith("hook:") and one["sender"] != "hook:" for one in decisions(audit))
    assert not [word for word in ("抗旱", "a.txt", "机密") if word in audit.read_text(encoding="utf-8")]
    site.hook("--audit /dev/full")
    site.commit({"b.txt": None, "c.docx": None})
    assert "审计记录写不进 /dev/full" in site.push()
    assert site.refs() == {}
