package waypost.app;

import java.io.IOException;
import java.util.Optional;
import waypost.identity.Ownership;
import waypost.protocol.admin.AdminRequest;
import waypost.store.Account;
import waypost.store.Folder;
import waypost.store.FolderCounts;
import waypost.store.LeftBehind;
import waypost.store.Volume;

/** {@code account show}: one account, with its folders. */
final class AccountShow implements Operation {
    @Override
    public String name() {
        return "account-show";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        Ownership owner = stores.account(request);
        Account account = AccountList.account(stores, owner);
        report.line("account " + owner.name() + ": " + AccountList.holds(account.quota())
                + AccountList.sessions(stores, owner));
        report.line("  id " + owner.id() + ", directory id " + owner.directoryId() + ", epoch " + owner.epoch());
        report.line("  volume: " + AccountList.volume(stores, owner));
        for (Volume other : stores.store().volumes()) {
            for (LeftBehind copy : LeftBehind.of(other)) {
                if (copy.account().equals(owner.id()) && copy.messages() > 0) {
                    report.line("  left on volume " + other.name() + ", moved " + copy.since() + ": " + copy.messages()
                            + " messages, " + VolumeFindings.mebi(copy.octets()));
                }
            }
        }
        AccountQuota.tell(account, report);
        report.line("  changes: " + account.numbers().modseq());
        for (Folder folder : account.folders()) {
            Optional<FolderCounts> found = account.counts(folder.id());
            if (found.isPresent()) {
                FolderCounts counts = found.get();
                report.line("  folder " + folder.name() + ": " + counts.messages() + " messages, "
                        + VolumeFindings.mebi(counts.octets()));
            }
        }
        return Main.DONE;
    }
}
