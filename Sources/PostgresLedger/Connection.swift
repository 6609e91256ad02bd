import CPostgres
import Glibc
import Ledger

/// One connection to the server; it belongs to whoever made it and is used by nobody else at the same time.
///
/// Everything waits with a deadline, so that a silent network is noticed.
@safe final class Connection {
    private let pointer: OpaquePointer
    private let address: ServerAddress
    private let answerTime: Duration
    /// Names under which this connection has prepared statements, by their text.
    private var prepared: [String: String] = [:]

    /// Connects, and waits for it.
    ///
    /// - Parameters:
    ///   - address: Where to.
    ///   - purpose: What the server shows administrators as the application's name.
    ///   - connectTime: How long it may take.
    ///   - answerTime: How long the answer of any statements may take before the connection counts as lost.
    init(_ address: ServerAddress, purpose: String, connectTime: Duration, answerTime: Duration) throws(Fault) {
        self.address = address
        self.answerTime = answerTime
        guard let pointer = unsafe Self.start(address.parameters(applicationName: purpose)) else {
            throw .final(.failed(reason: "there is no memory for a connection"))
        }
        unsafe self.pointer = unsafe pointer
        // Errors while connecting have a code only in their text.
        unsafe PQsetErrorVerbosity(pointer, PQERRORS_VERBOSE)
        _ = unsafe PQsetNoticeProcessor(pointer, { _, _ in }, nil)
        try finishConnecting(until: ContinuousClock.now + connectTime, connectTime)
        guard unsafe PQsetnonblocking(pointer, 1) == 0, unsafe PQenterPipelineMode(pointer) == 1 else {
            throw lost()
        }
    }

    deinit { unsafe PQfinish(pointer) }

    /// Whether a transaction is open, sound or not.
    var isInTransaction: Bool {
        let status = unsafe PQtransactionStatus(pointer)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
    }

    /// The descriptor that becomes readable when the server has something to say.
    var descriptor: Int32 { unsafe PQsocket(pointer) }

    /// The server's version, such as 150004.
    var serverVersion: Int { Int(unsafe PQserverVersion(pointer)) }

    /// Text as an identifier inside a statement, where no place can stand.
    func identifier(_ text: String) throws(Fault) -> String {
        guard let quoted = unsafe PQescapeIdentifier(pointer, text, text.utf8.count) else {
            throw .final(.failed(reason: "`\(text)` is no name for a schema"))
        }
        defer { unsafe PQfreemem(quoted) }
        return unsafe String(cString: quoted)
    }

    /// Sends statements in one go and waits for all their answers.
    ///
    /// Unless a transaction is open, they are one. The first that fails ends it; those after it are not run.
    /// `time` is for what may take longer than anything else.
    func run(_ statements: [Statement], within time: Duration? = nil) throws(Fault) -> [ResultSet] {
        // What is prepared here is remembered once the server has said so.
        var preparing: [String: String] = [:]
        var expected: [String?] = []
        for statement in statements {
            let name: String
            if let known = prepared[statement.sql] ?? preparing[statement.sql] {
                name = known
            } else {
                name = "s\(prepared.count + preparing.count)"
                preparing[statement.sql] = name
                guard unsafe PQsendPrepare(pointer, name, statement.sql, 0, nil) == 1 else { throw lost() }
                expected.append(statement.sql)
            }
            try send(statement, as: name)
            expected.append(nil)
        }
        guard unsafe PQpipelineSync(pointer) == 1 else { throw lost() }
        return try collect(expected, preparing, until: .now + (time ?? answerTime))
    }

    /// Runs one statement.
    func run(_ sql: String, _ cells: [Cell?] = []) throws(Fault) -> ResultSet {
        guard let result = try run([Statement(sql, cells)]).first else { throw .damaged("a statement gave no answer") }
        return result
    }

    /// Takes what the server has sent of its own accord; the number of notifications among it.
    func notifications() throws(Fault) -> Int {
        guard unsafe PQconsumeInput(pointer) == 1 else { throw lost() }
        var count = 0
        while let notification = unsafe PQnotifies(pointer) {
            unsafe PQfreemem(notification)
            count += 1
        }
        return count
    }

    // MARK: Sending and receiving

    private func send(_ statement: Statement, as name: String) throws(Fault) {
        let count = statement.cells.count
        var buffer: [UInt8] = []
        var lengths: [Int32] = []
        var starts: [Int] = []
        for cell in statement.cells {
            starts.append(buffer.count)
            cell?.append(to: &buffer)
            lengths.append(Int32(buffer.count - (starts.last ?? 0)))
        }
        // An empty value needs an address all the same: none at all means null.
        buffer.append(0)
        let formats = [Int32](repeating: 1, count: count)
        let isSent = unsafe buffer.withUnsafeBufferPointer { buffer in
            let start = unsafe buffer.baseAddress.map {
                unsafe UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self)
            }
            let values = unsafe zip(statement.cells, starts).map { cell, offset in
                unsafe cell == nil ? nil : start.map { unsafe $0 + offset }
            }
            return unsafe PQsendQueryPrepared(pointer, name, Int32(count), values, lengths, formats, 1) == 1
        }
        if !isSent { throw lost() }
    }

    /// Waits for the answers to what was sent, in order; `expected` has the text where a statement is prepared.
    private func collect(
        _ expected: [String?],
        _ preparing: [String: String],
        until deadline: ContinuousClock.Instant
    ) throws(Fault) -> [ResultSet] {
        var results: [ResultSet] = []
        var failure: ServerError?
        for text in expected {
            guard let result = unsafe try next(deadline) else { throw lost() }
            switch unsafe PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE:
                let set = unsafe ResultSet(result)
                if let text { prepared[text] = preparing[text] } else { results.append(set) }
            case PGRES_PIPELINE_ABORTED: unsafe PQclear(result)
            default:
                let error = unsafe serverError(result)
                unsafe PQclear(result)
                if error.endsConnection { throw .lost(error.message) }
                failure = failure ?? error
            }
            // The end of this statement's answer.
            while let more = unsafe try next(deadline) { unsafe PQclear(more) }
        }
        guard let sync = unsafe try next(deadline) else { throw lost() }
        unsafe PQclear(sync)
        if let failure { throw .server(failure) }
        return results
    }

    /// The next result, or nil where a statement's answer ends.
    private func next(_ deadline: ContinuousClock.Instant) throws(Fault) -> OpaquePointer? {
        while unsafe PQisBusy(pointer) == 1 {
            let unsent = unsafe PQflush(pointer)
            guard unsent >= 0 else { throw lost() }
            try wait(unsent == 1 ? Int16(POLLIN | POLLOUT) : Int16(POLLIN), until: deadline)
            guard unsafe PQconsumeInput(pointer) == 1 else { throw lost() }
        }
        let result = unsafe PQgetResult(pointer)
        if unsafe result == nil, unsafe PQstatus(pointer) == CONNECTION_BAD { throw lost() }
        return unsafe result
    }

    private func wait(_ events: Int16, until deadline: ContinuousClock.Instant) throws(Fault) {
        let left = (deadline - .now) / .milliseconds(1)
        guard left > 0 else { throw .lost("no answer came in time") }
        var descriptor = pollfd(fd: descriptor, events: events, revents: 0)
        _ = unsafe poll(&descriptor, 1, Int32(clamping: Int64(left.rounded(.up))))
    }

    // MARK: Connecting

    private static func start(_ parameters: [String: String]) -> OpaquePointer? {
        let pairs = parameters.sorted { $0.key < $1.key }
        var keywords = unsafe pairs.map { unsafe UnsafePointer(strdup($0.key)) }
        var values = unsafe pairs.map { unsafe UnsafePointer(strdup($0.value)) }
        unsafe keywords.append(nil)
        unsafe values.append(nil)
        defer { unsafe (keywords + values).forEach { unsafe free(UnsafeMutablePointer(mutating: $0)) } }
        return unsafe PQconnectStartParams(keywords, values, 0)
    }

    private func finishConnecting(until deadline: ContinuousClock.Instant, _ time: Duration) throws(Fault) {
        var events = Int16(POLLOUT)
        while unsafe PQstatus(pointer) != CONNECTION_BAD {
            do throws(Fault) { try wait(events, until: deadline) } catch {
                throw .lost("no connection within \(time)")
            }
            switch unsafe PQconnectPoll(pointer) {
            case PGRES_POLLING_OK: return
            case PGRES_POLLING_READING: events = Int16(POLLIN)
            case PGRES_POLLING_WRITING: events = Int16(POLLOUT)
            default: throw ConnectFailure(message()).fault(address)
            }
        }
        throw ConnectFailure(message()).fault(address)
    }

    // MARK: What went wrong

    private func message() -> String { unsafe address.redacted(String(cString: PQerrorMessage(pointer))) }

    private func lost() -> Fault {
        let text = message()
        return .lost(text.isEmpty ? "the connection broke" : text)
    }

    private func serverError(_ result: OpaquePointer) -> ServerError {
        func field(_ code: some BinaryInteger) -> String? {
            unsafe PQresultErrorField(result, Int32(code)).map { unsafe address.redacted(String(cString: $0)) }
        }
        let isFatal = ["FATAL", "PANIC"].contains(field(CPOSTGRES_FIELD_SEVERITY) ?? "")
        return ServerError(
            // Whatever is fatal ends the connection, by whatever name.
            state: isFatal ? "57P01" : field(CPOSTGRES_FIELD_STATE) ?? "08000",
            message: field(CPOSTGRES_FIELD_MESSAGE) ?? message(),
            detail: field(CPOSTGRES_FIELD_DETAIL),
            table: field(CPOSTGRES_FIELD_TABLE)
        )
    }
}
