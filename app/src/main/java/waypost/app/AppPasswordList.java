package waypost.app;

import java.io.IOException;
import java.time.Instant;
import waypost.protocol.admin.AdminRequest;
import waypost.store.AppPasswords;

/** {@code user app-password list}: one a line, without their secrets. */
final class AppPasswordList implements Operation {
    @Override
    public String name() {
        return "app-password-list";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        Instant now = Instant.now();
        for (AppPasswords.Kept kept : AccountList.account(stores, stores.account(request))
                .appPasswords()
                .all()) {
            report.line(AppPasswordAdd.line(kept, now));
        }
        return Main.DONE;
    }
}
