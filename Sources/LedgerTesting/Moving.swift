import Ledger

// A record for posting 0 belongs to the posting that its step has newly added: these give it the row number.

extension Attempt {
    func moved(to posting: Int64) -> Attempt {
        var copy = Attempt(
            id: id,
            posting: posting,
            epoch: epoch,
            operation: operation,
            generation: generation,
            exchange: exchange,
            revision: revision,
            contentHash: contentHash,
            startedAt: startedAt
        )
        copy.ending = ending
        copy.endedAt = endedAt
        copy.verdict = verdict
        copy.reason = reason
        return copy
    }
}

extension Evidence {
    func moved(to posting: Int64) -> Evidence {
        Evidence(
            posting: posting,
            at: at,
            state: state,
            witness: witness,
            exchange: exchange,
            url: url,
            contentHash: contentHash,
            note: note
        )
    }
}

extension Watch {
    func moved(to posting: Int64) -> Watch {
        var copy = Watch(
            owner: .posting(posting),
            name: name,
            account: account,
            operation: operation,
            generation: generation,
            dueAt: dueAt,
            startedAt: startedAt,
            kept: kept
        )
        copy.readings = readings
        copy.cursor = cursor
        return copy
    }
}
