package waypost.app;

import java.io.IOException;
import waypost.identity.Ownership;
import waypost.protocol.admin.AdminRequest;
import waypost.store.Restoration;
import waypost.store.archive.ArchiveDamaged;
import waypost.store.archive.ArchiveRestore;

/** {@code import --archive}: brings an archive, which is the operation's input, into an account. */
final class AccountImport implements Operation {
    /** Messages between two times that it is said how far it is. */
    private static final int STEP = 200;

    @Override
    public String name() {
        return "account-import";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        Ownership owner = stores.account(request);
        try {
            ArchiveRestore.Restored restored = ArchiveRestore.run(
                    report.input(), AccountList.account(stores, owner), count -> progress(owner, count, report));
            report.line(owner.name() + ": " + restored.brought() + " of " + restored.read() + " messages brought, "
                    + (restored.manner() == Restoration.Manner.KEPT
                            ? "with the numbers that they had"
                            : "as new ones"));
            return Main.DONE;
        } catch (ArchiveDamaged damaged) {
            throw Complaint.failed(damaged.getMessage() + " What came before that is in the account.");
        } catch (ArchiveRestore.Refused refused) {
            throw Complaint.failed("Not all could be brought: " + refused.getMessage()
                    + ". What came before that is in the account; the same command goes on from there.");
        }
    }

    private static void progress(Ownership owner, long count, Report report) throws IOException {
        report.goOn();
        if (count % STEP == 0) {
            report.progress(owner.name() + ": " + count + " messages");
        }
    }
}
