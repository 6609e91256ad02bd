import Documents

extension ManifestDraft {
    /// Reads several postings in one request.
    func batch(_ reader: inout ObjectReader) -> Call.Batch {
        let place = reader.node.location
        let answer = replyPath(&reader, "answer", scope: Scope(isReply: true))
        let refusal = reader.choice("refusal", of: Call.Batch.Refusal.self) ?? .each
        if refusal == .each, answer == nil, reader.node["answer"] == nil {
            problems.error(
                "batch-without-answer",
                at: place,
                field: reader.path(of: "answer"),
                "The batch does not say where the answers to its elements stand.",
                remedy: "Add answer with a path, or write refusal: whole."
            )
        }
        _ = reader.required("upTo")
        return Call.Batch(
            upTo: reader.integer("upTo", in: 1...100_000) ?? 1,
            at: reader.text("at"),
            answer: answer,
            matchKey: match(&reader),
            refusal: refusal
        )
    }

    private enum MatchWord: String, CaseIterable { case order }

    private func match(_ reader: inout ObjectReader) -> Source? {
        guard let node = reader.node("match") else { return nil }
        if node.members == nil {
            _ = reader.choice("match", of: MatchWord.self)
            return nil
        }
        return reader.nested(node, reader.path(of: "match")) { reader in
            _ = reader.required("key")
            return source(&reader, "key", scope: Scope())
        }
    }
}
