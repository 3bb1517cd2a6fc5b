package waypost.oauth;

import waypost.identity.Secret;

/** Who can say whether a token that names it is its own. May block. */
interface Issuer {
    TokenAnswer check(Secret token, Token.Signed form);
}
