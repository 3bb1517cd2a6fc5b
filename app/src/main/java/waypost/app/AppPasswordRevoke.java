package waypost.app;

import java.io.IOException;
import java.util.List;
import waypost.identity.AppPassword;
import waypost.protocol.admin.AdminRequest;
import waypost.store.AppPasswords;
import waypost.store.Outcome;

/** {@code user app-password revoke}: it is good no more, and what has logged in by it ends. */
final class AppPasswordRevoke implements Operation {
    /** Ids of app passwords, with commas between; without it, all of the account. */
    static final String IDS = "IDS";

    @Override
    public String name() {
        return "app-password-revoke";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        AppPasswords passwords =
                AccountList.account(stores, stores.account(request)).appPasswords();
        List<String> ids = request.parameter(IDS).isPresent()
                ? List.of(request.parameter(IDS).orElse("").split(","))
                : passwords.all().stream().map(AppPasswords.Kept::id).toList();
        int status = Main.DONE;
        for (String id : ids) {
            boolean there = AppPassword.isId(id) && revoked(passwords, id);
            report.line(there ? id + " revoked" : "There is no app password " + id + ".");
            status = there ? status : Main.FAILED;
        }
        return status;
    }

    private static boolean revoked(AppPasswords passwords, String id) throws IOException, Complaint {
        return switch (passwords.revoke(id)) {
            case Outcome.Done<Boolean>(Boolean there) -> there;
            case Outcome.Refused<Boolean>(Outcome.Reason reason) ->
                throw Complaint.failed("The app password " + id + " could not be revoked: " + reason + ".");
        };
    }
}
