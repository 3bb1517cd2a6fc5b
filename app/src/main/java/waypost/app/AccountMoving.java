package waypost.app;

import java.io.IOException;
import java.security.SecureRandom;
import waypost.identity.Ownership;
import waypost.protocol.admin.AdminRequest;
import waypost.store.Outcome;
import waypost.store.Volume;

/** {@code account move}: takes an account to another volume of the node. */
final class AccountMoving implements Operation {
    /** Where it is to be. */
    static final String TO = "TO";

    @Override
    public String name() {
        return "account-move";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        Ownership owner = stores.account(request);
        String name = request.parameter(TO).orElse("");
        Volume to = stores.store()
                .volume(name)
                .orElseThrow(() -> Complaint.failed("The node has no volume " + name + " open."));
        String from = AccountList.volume(stores, owner);
        if (from.equals(name)) {
            report.line(owner.name() + " is on volume " + name + " already");
            return Main.DONE;
        }
        Outcome<Ownership> moved = stores.store()
                .accounts()
                .move(
                        owner.id(),
                        to,
                        stores.node(),
                        new SecureRandom(),
                        count -> report.progress(owner.name() + ": " + count + " records copied"));
        if (moved instanceof Outcome.Refused<Ownership>(Outcome.Reason reason)) {
            throw Complaint.failed(owner.name() + " could not be moved now: " + reason
                    + ". It is served where it was; the same command goes on with what has been copied.");
        }
        stores.sessions().ifPresent(sessions -> sessions.end(owner.id()));
        report.line(owner.name() + " is on volume " + name + " now; " + from + " keeps a copy");
        return Main.DONE;
    }
}
