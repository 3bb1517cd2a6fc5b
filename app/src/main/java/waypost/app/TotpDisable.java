package waypost.app;

import java.io.IOException;
import waypost.identity.Ownership;
import waypost.protocol.admin.AdminRequest;
import waypost.store.Outcome;

/** {@code user totp disable}: the password alone is enough again. */
final class TotpDisable implements Operation {
    @Override
    public String name() {
        return "totp-disable";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        Ownership owner = stores.account(request);
        return switch (AccountList.account(stores, owner).secondFactor().disable()) {
            case Outcome.Done<Boolean>(Boolean there) -> {
                report.line(owner.name() + (there ? ": the password alone is enough again" : " has no second factor"));
                yield Main.DONE;
            }
            case Outcome.Refused<Boolean>(Outcome.Reason reason) ->
                throw Complaint.failed("The second factor could not be taken away: " + reason + ".");
        };
    }
}
