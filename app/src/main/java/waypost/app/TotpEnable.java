package waypost.app;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import waypost.identity.AccountName;
import waypost.identity.Ownership;
import waypost.protocol.admin.AdminRequest;
import waypost.store.Outcome;
import waypost.store.TotpKey;

/** {@code user totp enable}: from now on a password is not enough; shows the key for the authenticator this once. */
final class TotpEnable implements Operation {
    @Override
    public String name() {
        return "totp-enable";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        Ownership owner = stores.account(request);
        switch (AccountList.account(stores, owner).secondFactor().enable(Instant.now(), new SecureRandom())) {
            case Outcome.Done<Optional<TotpKey>>(Optional<TotpKey> made) -> {
                TotpKey key = made.orElseThrow(() -> Complaint.failed(owner.name()
                        + " has a second factor already. For another authenticator, disable it and enable it again."));
                report.progress(
                        "From now on the password of " + owner.name()
                                + " is good with the six digits of the authenticator behind it only. The key is shown this once.");
                report.line(key.base32());
                report.line(uri(owner.name(), key));
            }
            case Outcome.Refused<Optional<TotpKey>>(Outcome.Reason reason) ->
                throw Complaint.failed("The second factor could not be kept: " + reason + ".");
        }
        return Main.DONE;
    }

    /** As authenticators read it, in a QR code or not. */
    static String uri(AccountName name, TotpKey key) {
        String issuer = encoded(name.domain());
        return "otpauth://totp/" + issuer + ":" + encoded(name.toString()) + "?secret=" + key.base32() + "&issuer="
                + issuer + "&algorithm=SHA1&digits=" + TotpKey.DIGITS + "&period=30";
    }

    /** RFC 3986 §2.1, where a space is no plus sign. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
