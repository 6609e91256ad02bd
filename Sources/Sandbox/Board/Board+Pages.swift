import Documents

import struct FoundationEssentials.Date

extension Board {
    /// The public page at an address: an ad, a gone ad, or the list; nil when there is none.
    func page(for request: SandboxRequest, _ now: Date) -> Answer? {
        for (collection, list) in records.sorted(by: { $0.key < $1.key }) {
            guard let rule = contract.collections[collection], rule.page != nil else { continue }
            for stored in list.reversed() {
                let address = link(stored, collection, now)?.dropFirst(url.count).split(separator: "?").first.map(
                    String.init
                )
                guard address.map({ PercentCoding.decode($0) }) == PercentCoding.decode(request.path) else { continue }
                guard let record = seen(stored, collection, now) else { continue }
                return adPage(record, collection, rule, now)
            }
        }
        let listPath = contract.pages?.list ?? "/"
        guard request.path == listPath || request.path.isEmpty else { return nil }
        return Answer(html(listPage(now), status: 200), route: "page", decision: "list of ads")
    }

    private func adPage(_ record: Record, _ collection: String, _ rule: Collection, _ now: Date) -> Answer {
        let state = record.state(now)
        if isVisible(record, collection, now) || rule.stays.contains(state.rawValue) {
            return Answer(
                html(adPage(record, collection, now), status: 200),
                route: "page",
                decision: "ad \(record.id)"
            )
        }
        let status = state == .hidden || state == .live ? 404 : rule.gone
        let words = "<h1>This ad is not here</h1><p>It has ended or was never shown.</p>"
        return Answer(
            html(HTMLPage.document("Not here", board: contract.name, words), status: status),
            route: "page",
            decision: "ad \(record.id) is \(state.rawValue)"
        )
    }

    private func html(_ text: String, status: Int) -> SandboxAnswer {
        SandboxAnswer(
            status: status,
            headers: [SandboxHeader("Content-Type", "text/html; charset=utf-8")],
            body: Array(text.utf8)
        )
    }

    /// Title of an ad for people.
    func title(_ record: Record, _ collection: String, _ now: Date) -> String {
        let scope = scope(for: record, collection, Scope(now: now))
        let title = contract.pages?.title?.text(in: scope) ?? record.values["title"]?.scalarText ?? ""
        return title.isEmpty ? "Ad \(record.id)" : title
    }

    private func adPage(_ record: Record, _ collection: String, _ now: Date) -> String {
        let scope = scope(for: record, collection, Scope(now: now))
        let title = title(record, collection, now)
        let shape = contract.pages
        var inner = "<h1>\(Markings.escape(title))</h1>"
        if let subtitle = shape?.subtitle?.text(in: scope), !subtitle.isEmpty {
            inner += "<p class=\"sub\">\(Markings.escape(subtitle))</p>"
        }
        let facts = (shape?.facts ?? []).map { ($0.name, $0.template.text(in: scope)) }.filter { !$0.1.isEmpty }
        if !facts.isEmpty {
            inner += "<dl>"
            for (label, text) in facts {
                inner += "<dt>\(Markings.escape(label))</dt><dd>\(Markings.escape(text))</dd>"
            }
            inner += "</dl>"
        }
        if let body = shape?.body?.text(in: scope), !body.isEmpty {
            let shown =
                shape?.bodyIsText == true ? "<p class=\"plain\">\(Markings.escape(body))</p>" : Markings.safe(body)
            inner += "<article>\(shown)</article>"
        }
        if let link = shape?.link?.text(in: scope), !link.isEmpty {
            let isWeb = ["http://", "https://", "mailto:"].contains { link.hasPrefix($0) }
            let target = isWeb ? link : link.contains("@") ? "mailto:\(link)" : ""
            if !target.isEmpty {
                inner += "<p><a class=\"apply\" rel=\"nofollow\" href=\"\(Markings.escape(target))\">Apply</a></p>"
            }
        }
        return HTMLPage.document(title, board: contract.name, inner)
    }

    private func listPage(_ now: Date) -> String {
        let shown = visibleAds(now)
        let items = shown.map { title, link in
            "<li><a href=\"\(Markings.escape(link ?? ""))\">\(Markings.escape(title))</a></li>"
        }
        let list = items.isEmpty ? "<p>Nothing is shown at the moment.</p>" : "<ul class=\"ads\">\(items.joined())</ul>"
        return HTMLPage.document("Ads", board: contract.name, "<h1>\(Markings.escape(contract.name))</h1>\(list)")
    }

    /// Titles and addresses of the ads that visitors see now, newest first.
    func visibleAds(_ now: Date) -> [(title: String, link: String?)] {
        records.sorted { $0.key < $1.key }.filter { contract.collections[$0.key]?.page != nil || $0.key == "ads" }
            .flatMap { collection, list in
                list.reversed().compactMap { seen($0, collection, now) }.filter { isVisible($0, collection, now) }
                    .map { (title($0, collection, now), link($0, collection, now)) }
            }
    }
}

/// The plain look of the sandbox's pages.
enum HTMLPage {
    static func document(_ title: String, board: String, _ inner: String) -> String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>\(Markings.escape(title)) · \(Markings.escape(board))</title><style>\(style)</style></head>
        <body><header><a href="/">Sandbox</a> <span>\(Markings.escape(board))</span></header>
        <main>\(inner)</main><footer>A local stand-in. Nothing here is on a real board.</footer></body></html>

        """
    }

    private static let style = """
        body{font:16px/1.55 system-ui,sans-serif;margin:0;background:#f6f7f9;color:#1c2733}\
        header,main,footer{max-width:44rem;margin:0 auto;padding:1rem 1.25rem}header{color:#5b6b7b}\
        header a{color:#0b63c5;text-decoration:none;margin-right:.75rem}\
        main{background:#fff;border:1px solid #e2e6ea;border-radius:.6rem}h1{font-size:1.5rem;margin:.4rem 0}\
        .sub{color:#5b6b7b;margin:0 0 1rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}\
        dt{color:#5b6b7b}dd{margin:0}.plain{white-space:pre-wrap}.ads li{margin:.35rem 0}a{color:#0b63c5}\
        .apply{display:inline-block;background:#0b63c5;color:#fff;padding:.5rem 1.2rem;border-radius:.4rem;\
        text-decoration:none}footer{color:#8a97a5;font-size:.85rem}section{margin:1.2rem 0}code{background:#eef1f4}
        """
}
