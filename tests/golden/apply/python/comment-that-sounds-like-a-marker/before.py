import csv
from datetime import date


def read_rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def import_members(path, club):
    rows = read_rows(path)
    members = []
    seen = set()
    for number, row in enumerate(rows, start=2):
        name = row["name"].strip()
        if not name:
            club.warn(f"line {number}: no name")
            continue
        key = (name.lower(), row["born"])
        if key in seen:
            club.warn(f"line {number}: {name} again")
            continue
        seen.add(key)
        try:
            born = date.fromisoformat(row["born"])
        except ValueError:
            club.warn(f"line {number}: born {row['born']!r}")
            continue
        member = club.find(name, born)
        if member is None:
            member = club.add(name, born)
        member.mail = row.get("mail") or member.mail
        member.paid_until = row.get("paid") or None
        members.append(member)
    club.log(f"{len(members)} members from {path}")
    return members


def export_members(path, club):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "born", "mail", "paid"])
        for member in club.members:
            writer.writerow([member.name, member.born, member.mail, member.paid_until])
