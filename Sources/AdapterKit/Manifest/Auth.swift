/// How calls prove who we are.
public enum Auth: Sendable, Hashable {
    /// They do not, or by a secret in the path or the body.
    case none
    /// User name and password.
    case basic(user: Template, password: String)
    /// A secret of the account as bearer token.
    case bearer(secret: String)
    /// A secret of the account in a header of its own.
    case header(name: String, secret: String)
    /// A token that is fetched and cached by its own expiry.
    case oauth2(OAuth2)
    /// A signature over the request, by a named component.
    case sign(Signature)

    /// A token that is fetched and cached.
    public struct OAuth2: Sendable, Hashable {
        /// How the token is asked for.
        public enum Grant: Sendable, Hashable {
            /// With the client's id and secret.
            case clientCredentials(client: Template, secret: String)
            /// With a signed assertion: issuer, and the secret that holds the private key in PEM form.
            case jwtBearer(issuer: Template, key: String, life: Duration)
        }
        /// How the question is written.
        public enum Encoding: String, Sendable, Hashable, CaseIterable { case form, json }
        /// How the token is asked for.
        public var grant: Grant
        /// Address of the token endpoint.
        public var token: Template
        /// How the question is written.
        public var encoding: Encoding
        /// Scope, when one is asked for.
        public var scope: String?
        /// Audience of the assertion; the token endpoint unless said.
        public var audience: Template?
        /// Further members of the question.
        public var extra: [NamedTemplate]
        /// Path of the token in the answer.
        public var access: ReplyPath
        /// Path of its life in seconds.
        public var expires: ReplyPath
    }

    /// A signature over the request.
    public struct Signature: Sendable, Hashable {
        /// Named techniques.
        public enum Component: String, Sendable, Hashable, CaseIterable {
            /// `webhook-id`, `webhook-timestamp` and `webhook-signature` over id, time and body.
            case standardWebhooks = "standard-webhooks"
        }
        /// The technique.
        public var component: Component
        /// The secret that holds the key.
        public var key: String
        /// The value that names the event.
        public var id: String
    }
}
