package waypost.app;

import java.io.IOException;
import waypost.identity.Ownership;
import waypost.protocol.admin.AdminRequest;

/** {@code user totp show}: whether an account has a second factor; never which. */
final class TotpShow implements Operation {
    @Override
    public String name() {
        return "totp-show";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        Ownership owner = stores.account(request);
        report.line(owner.name()
                + AccountList.account(stores, owner)
                        .secondFactor()
                        .since()
                        .map(time -> ": second factor since " + time)
                        .orElse(" has no second factor"));
        return Main.DONE;
    }
}
