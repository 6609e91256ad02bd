import Documents
public import Postings
public import Transport

extension Adapter {
    /// Secrets that a reply tells, whatever the reply means: they are to stand in no record.
    ///
    /// A board that tells a secret with the ad may tell it again in any answer about the ad.
    ///
    /// - Parameters:
    ///   - reply: The board's answer.
    ///   - format: How the answer is read.
    ///   - ads: The postings that were asked about.
    ///   - context: What the call was made with.
    /// - Returns: The texts; empty at once for adapters that keep no secret.
    public func secretsTold(
        by reply: Reply,
        format: RequestRule.ReplyFormat,
        ads: [PreparedAd],
        context: CallContext
    ) -> [String] {
        let rules = manifest.operations.flatMap(\.keep).filter { $0.kind == .secret }
        guard !rules.isEmpty, let call = manifest.operations.first(where: { $0.request != nil }),
            var rule = call.request
        else { return [] }
        rule.reply = format
        let reader = ReplyReader(adapter: self, call: call, rule: rule, reply: reply, context: context)
        let lists = manifest.operations.flatMap { [$0.batch?.answer, $0.search?.items] }.compactMap(\.self)
        return ads.flatMap { ad -> [String] in
            let view = reader.view(CallScope(self, prepared: ad, operation: ad.ad.operation, context: context))
            let elements = lists.flatMap { reader.list($0, view) ?? [] }
            let views = [view] + elements.map { reader.view(view.scope, element: $0) }
            // Every path is tried, not only the first that says something.
            return views.flatMap { view in
                rules.flatMap { rule in rule.at.flatMap { view.values($0).compactMap(\.scalarText) } }
            }
        }
    }

    /// Names of the secrets told earlier that an operation's request reads.
    public func keptSecrets(readBy operation: Operation) -> Set<String> {
        guard let rule = call(for: operation)?.request else { return [] }
        let secrets = Set(manifest.operations.flatMap(\.keep).filter { $0.kind == .secret }.map(\.name))
        guard !secrets.isEmpty else { return [] }
        var (sources, bodies): ([Source], [String]) = ([], [])
        for template in [rule.path] + (rule.query + rule.headers + manifest.http.headers).map(\.template) {
            template.collect(&sources)
        }
        switch rule.content {
        case .none: break
        case .json(let tree), .form(let tree), .graphQL(_, _, let tree): tree.collect(&sources, &bodies)
        case .xml(let body), .text(let body): bodies.append(body)
        }
        var seen: Set<String> = []
        while let name = bodies.popLast() {
            guard seen.insert(name).inserted else { continue }
            body(named: name)?.collect(&sources, &bodies)
        }
        let read = sources.compactMap { source -> String? in
            guard case .path(let steps) = source, steps.count == 2, steps[0] == "kept" else { return nil }
            return steps[1]
        }
        return secrets.intersection(read)
    }
}

extension Body {
    /// Gathers what a body refers to.
    func collect(_ sources: inout [Source], _ bodies: inout [String]) {
        switch shape {
        case .tree(let tree), .xml(_, root: let tree): tree.collect(&sources, &bodies)
        case .page(_, let data, let jsonLD):
            data.collect(&sources, &bodies)
            if let jsonLD { bodies.append(jsonLD) }
        case .text(let lines): for line in lines { line.collect(&sources) }
        }
    }
}
