import CExpat

/// Drives the system's XML parser; the only file that calls it.
///
/// A class because the C callbacks need one stable address; it lives only within ``parse(_:maximumDepth:)``.
@safe final class ExpatParser {
    private let bytes: [UInt8]
    private let maximumDepth: Int
    private let parser: XML_Parser
    private var open: [XMLElement] = []
    private var root: XMLElement?
    private var inCDATA = false
    private var pending = ""
    private var fault: XMLFault?

    private init(_ bytes: [UInt8], maximumDepth: Int, parser: XML_Parser) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
        unsafe self.parser = parser
    }

    /// Reads one document whose size has been checked.
    static func parse(_ bytes: [UInt8], maximumDepth: Int) throws(XMLFault) -> XMLElement {
        guard let parser = unsafe XML_ParserCreate(nil) else {
            throw XMLFault(.tooLarge, line: 1, column: 1, "There is no memory to read the document.")
        }
        defer { unsafe XML_ParserFree(parser) }
        let builder = unsafe ExpatParser(bytes, maximumDepth: maximumDepth, parser: parser)
        return try builder.run()
    }

    private func run() throws(XMLFault) -> XMLElement {
        unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        unsafe XML_SetElementHandler(
            parser,
            { data, name, attributes in unsafe ExpatParser.of(data)?.start(name, attributes) },
            { data, _ in unsafe ExpatParser.of(data)?.end() }
        )
        unsafe XML_SetCharacterDataHandler(parser) { data, text, count in
            unsafe ExpatParser.of(data)?.characters(text, Int(count))
        }
        unsafe XML_SetCdataSectionHandler(
            parser,
            { data in unsafe ExpatParser.of(data)?.startCDATA() },
            { data in unsafe ExpatParser.of(data)?.endCDATA() }
        )
        unsafe XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
            unsafe ExpatParser.of(data)?.stop(.declaration, "A document type is not accepted; remove <!DOCTYPE …>.")
        }
        let status = unsafe bytes.withUnsafeBytes { buffer in
            unsafe XML_Parse(parser, buffer.bindMemory(to: CChar.self).baseAddress, Int32(clamping: buffer.count), 1)
        }
        if let fault { throw fault }
        guard status == XML_STATUS_OK, let root else {
            let reason = unsafe XML_ErrorString(XML_GetErrorCode(parser)).map { unsafe String(cString: $0) }
            throw here(.malformed, "The document is not well-formed XML: \(reason ?? "no element found").")
        }
        return root
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> ExpatParser? {
        unsafe data.map { unsafe Unmanaged<ExpatParser>.fromOpaque($0).takeUnretainedValue() }
    }

    private func here(_ kind: XMLFault.Kind, _ message: String) -> XMLFault {
        unsafe XMLFault(
            kind,
            line: Int(XML_GetCurrentLineNumber(parser)),
            column: Int(XML_GetCurrentColumnNumber(parser)) + 1,
            message
        )
    }

    private func stop(_ kind: XMLFault.Kind, _ message: String) {
        if fault == nil { fault = here(kind, message) }
        unsafe XML_StopParser(parser, 0)
    }

    private func start(_ name: UnsafePointer<CChar>?, _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        guard open.count < maximumDepth else {
            return stop(.tooDeep, "Elements nest deeper than \(maximumDepth) levels.")
        }
        guard let name = unsafe name else { return }
        flush()
        var attributes: [XMLElement.Attribute] = []
        var index = 0
        while let key = unsafe list?[index], let value = unsafe list?[index + 1] {
            unsafe attributes.append(XMLElement.Attribute(String(cString: key), String(cString: value)))
            index += 2
        }
        let line = unsafe Int(XML_GetCurrentLineNumber(parser))
        unsafe open.append(XMLElement(String(cString: name), attributes: attributes, line: line))
    }

    private func end() {
        flush()
        guard let element = open.popLast() else { return }
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].children.append(.element(element))
        }
    }

    private func startCDATA() {
        flush()
        inCDATA = true
    }

    private func endCDATA() {
        if pending.isEmpty, !open.isEmpty { open[open.count - 1].children.append(.cdata("")) }
        flush()
        inCDATA = false
    }

    // The parser hands over text in many small parts; they become one child.
    private func flush() {
        guard !pending.isEmpty, !open.isEmpty else { return }
        open[open.count - 1].children.append(inCDATA ? .cdata(pending) : .text(pending))
        pending = ""
    }

    private func characters(_ text: UnsafePointer<CChar>?, _ count: Int) {
        guard !open.isEmpty, let text = unsafe text else { return }
        let part = unsafe String(
            decoding: UnsafeRawBufferPointer(UnsafeBufferPointer(start: text, count: count)),
            as: UTF8.self
        )
        pending += part
        // A reference reaches this callback as the text it stands for; only the source tells them apart.
        let place = unsafe Int(XML_GetCurrentByteIndex(parser))
        if !inCDATA, bytes.indices.contains(place), bytes[place] == UInt8(ascii: "&") {
            open[open.count - 1].usesReferences = true
        }
    }
}

@available(*, unavailable)
extension ExpatParser: Sendable {}
