import CCurl
import Testing

@testable import CurlTransport

@Suite("Options of a transfer")
struct EasyHandleTests {
    @Test("an option that this libcurl does not know keeps nothing from being sent when nothing depends on it")
    func unknown() throws {
        let easy = try #require(EasyHandle())
        let option = CURLoption(rawValue: 9_999)
        easy.setWhereKnown(option)
        #expect(easy.isSound)
        easy.set(option, true)
        #expect(!easy.isSound)
    }

    @Test("no transfer waits for a name service that hangs")
    func quickExit() throws {
        let easy = try #require(EasyHandle())
        easy.set(CURLOPT_QUICK_EXIT, true)
        #expect(easy.isSound)
    }
}
