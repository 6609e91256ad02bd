public import Documents
public import FoundationEssentials

extension Board {
    /// Everything the board remembers about ads and tasks, as data.
    public func state(now: Date) -> Value {
        var board = self
        board.settle(now: now)
        return board.settledState(now)
    }

    private func settledState(_ now: Date) -> Value {
        let ads = records.sorted { $0.key < $1.key }.flatMap { collection, list in
            list.map { describe($0, collection, now) }
        }
        let tasks = self.tasks.map { datum($0).plain }
        return .object([
            "board": .text(contract.id), "name": .text(contract.name), "url": .text(url),
            "creations": .number(Decimal(creations)), "ads": .list(ads), "tasks": .list(tasks),
            "events": .number(Decimal(events.count)), "faults": .number(Decimal(faults.count)),
            "feed": .object([
                "url": feed.url.map(Value.text) ?? .null, "fetched": time(feed.fetched),
                "accepted": .number(Decimal(feed.accepted)), "faults": .list(feed.faults.map(Value.text)),
            ]),
        ])
    }

    private func time(_ date: Date?) -> Value { date.map { .text(Timestamps.iso($0, digits: 3)) } ?? .null }

    private func describe(_ record: Record, _ collection: String, _ now: Date) -> Value {
        .object([
            "collection": .text(collection), "id": .text(record.id), "key": record.key.map(Value.text) ?? .null,
            "version": .number(Decimal(record.version)), "state": .text(record.state(now).rawValue),
            "visible": .boolean(isVisible(record, collection, now)), "created": time(record.created),
            "updated": time(record.updated), "ended": time(record.ended), "expires": time(record.expires),
            "owner": .text(record.owner), "url": link(record, collection, now).map(Value.text) ?? .null,
            "values": record.values,
        ])
    }

    /// Every request the board has answered, oldest first.
    public var requests: Value {
        .list(
            log.map { entry in
                .object([
                    "time": time(entry.time), "board": .text(contract.id), "method": .text(entry.method),
                    "path": .text(entry.path), "route": .text(entry.route),
                    "status": .number(Decimal(entry.status)), "decision": .text(entry.decision),
                ])
            }
        )
    }
}
