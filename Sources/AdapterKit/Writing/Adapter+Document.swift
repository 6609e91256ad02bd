import Documents
import Postings

public import struct FoundationEssentials.Date

extension Adapter {
    /// Writes a document: a feed of all ads in the order of their references, a page, or prepared text.
    ///
    /// - Parameters:
    ///   - ads: The ads; exactly one unless the document is an account's or the adapter merges roles.
    ///   - account: Facts of the account for what stands around the ads; the role in it is not read.
    ///   - pageTemplates: Page templates by file name.
    /// - Returns: The document.
    /// - Throws: ``DocumentFault`` when there is no document, or when its template is missing or wrong.
    public func document(
        of ads: [PreparedAd],
        account: AdInput,
        pageTemplates: [String: String] = [:]
    ) throws(DocumentFault) -> DocumentFile {
        let document = try declared()
        let sorted = ads.sorted { $0.input.reference < $1.input.reference }
        if document.scope == .posting, !manifest.mergesRoles {
            guard let ad = sorted.first, sorted.count == 1 else {
                throw DocumentFault(
                    "too-many-ads",
                    "A document of \(manifest.id) holds one ad, and \(sorted.count) were given.",
                    remedy: "Write one document for each posting."
                )
            }
            return try single(ad, pageTemplates: pageTemplates)
        }
        let changed = sorted.map { $0.input.changed ?? $0.input.opened }.max()
        let frame = try documentFrame(account: account, changed: changed)
        var bytes = frame.head
        for (index, ad) in sorted.enumerated() {
            if index > 0 { bytes += frame.separator }
            bytes += try documentItem(ad)
        }
        return DocumentFile(
            file: frame.file,
            media: frame.media,
            bytes: bytes + frame.tail,
            url: frame.url,
            count: sorted.count
        )
    }

    /// What stands around the ads of an account's document.
    ///
    /// - Parameters:
    ///   - account: Facts of the account.
    ///   - changed: When any ad of the document last changed, read as `feed.changed`.
    /// - Throws: ``DocumentFault`` when the adapter has no such document.
    public func documentFrame(account: AdInput, changed: Date?) throws(DocumentFault) -> DocumentFrame {
        let document = try declared()
        var wire = WireFacts()
        wire.feedChanged = changed
        wire.locals["items"] = .list([.text(ItemPlace.sentinel)])
        let scope = WireScope(self, input: account, values: nil, operation: .create, wire: wire)
        let body = try body(of: document.body)
        let place = ItemPlace(body: body, hasItem: document.item != nil)
        let (head, tail) = try place.around(scope)
        return DocumentFrame(
            head: head,
            separator: place.separator,
            tail: tail,
            file: document.file.flatMap { scope.fill($0) },
            media: document.media,
            url: document.url.flatMap { scope.fill($0) }
        )
    }

    /// The bytes of one ad as it stands in the account's document.
    ///
    /// They depend on the ad alone, so they can be kept with it and written again unread.
    ///
    /// - Throws: ``DocumentFault`` when the adapter has no such document.
    public func documentItem(_ ad: PreparedAd) throws(DocumentFault) -> [UInt8] {
        let document = try declared()
        let scope = WireScope(self, input: ad.input, values: ad.ad.values, operation: .create)
        guard let item = document.item else { return try scope.document(named: document.body) }
        return try ItemPlace(body: try body(of: document.body), hasItem: true).item(try body(of: item), scope)
    }

    private func single(_ ad: PreparedAd, pageTemplates: [String: String]) throws(DocumentFault) -> DocumentFile {
        let document = try declared()
        let scope = WireScope(self, input: ad.input, values: ad.ad.values, operation: .create)
        let bytes: [UInt8]
        if case .page(let template, let data, let jsonLD) = try body(of: document.body).shape {
            let page = PageBody(adapter: self, scope: scope, language: ad.input.language, templates: pageTemplates)
            bytes = try page.bytes(template: template, data: data, jsonLD: jsonLD)
        } else {
            bytes = try scope.document(named: document.body)
        }
        return DocumentFile(
            file: document.file.flatMap { scope.fill($0) },
            media: document.media,
            bytes: bytes,
            url: document.url.flatMap { scope.fill($0) },
            count: 1
        )
    }

    private func declared() throws(DocumentFault) -> Document {
        if let document = manifest.document { return document }
        throw DocumentFault(
            "no-document",
            "The adapter \(manifest.id) publishes no document.",
            remedy: "Use its operations, or declare a document in the manifest."
        )
    }

    private func body(of name: String) throws(DocumentFault) -> Body {
        if let body = body(named: name) { return body }
        throw DocumentFault(
            "no-body",
            "The adapter \(manifest.id) has no body \"\(name)\".",
            remedy: "Define it under bodies."
        )
    }
}
