package waypost.app;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import waypost.identity.AccountId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.protocol.admin.AdminRequest;
import waypost.store.Adoption;
import waypost.store.Outcome;
import waypost.store.Volume;

/** {@code account adopt}: says what there is of an account that nobody serves since a volume was restored, and lets one copy count. */
final class AccountAdopt implements Operation {
    /** The volume whose copy counts. */
    static final String VOLUME = "VOLUME";

    /** The other node that has it. */
    static final String NODE = "NODE";

    @Override
    public String name() {
        return "account-adopt";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        stores.requireAll();
        Ownership any = stores.named(request).stream()
                .findFirst()
                .orElseThrow(() -> Complaint.failed("There is no account "
                        + request.parameter(Stores.ACCOUNT).orElse("") + " on these volumes."));
        Adoption adoption = new Adoption(stores.store(), stores.node(), any.id());
        Optional<String> volume = request.parameter(VOLUME);
        Optional<String> node = request.parameter(NODE);
        if (volume.isEmpty() && node.isEmpty()) {
            return told(any, adoption, report);
        }
        Outcome<Ownership> adopted = volume.isPresent()
                ? adoption.here(volume(stores, volume.get()))
                : adoption.at(node(node.orElseThrow()));
        if (adopted instanceof Outcome.Refused<Ownership>(Outcome.Reason reason)) {
            throw Complaint.failed(
                    reason == Outcome.Reason.NOT_OWNER
                            ? "There is nothing to choose: say it without --volume and --node to see what there is."
                            : "It could not be done now: " + reason + ". Say this again.");
        }
        report.line(
                volume.isPresent()
                        ? any.name() + " is on volume " + volume.get() + " now"
                        : any.name() + " is at node " + node.orElseThrow() + "; what is here is served to nobody");
        return Main.DONE;
    }

    private static Volume volume(Stores stores, String name) throws Complaint {
        return stores.store()
                .volume(name)
                .orElseThrow(() -> Complaint.failed("The node has no volume " + name + " open."));
    }

    private static NodeName node(String name) throws Complaint {
        if (!NodeName.valid(name)) {
            throw Complaint.wrong(name + " is no name of a node.");
        }
        return new NodeName(name);
    }

    private static int told(Ownership any, Adoption adoption, Report report) throws IOException {
        AccountId id = any.id();
        report.line("account " + any.name() + ", id " + id + (adoption.open() ? ": nobody serves it; choose" : ""));
        List<Adoption.Copy> copies = adoption.copies();
        for (Adoption.Copy copy : copies) {
            report.line("  volume " + copy.volume() + ": modseq " + copy.modseq() + ", " + copy.messages()
                    + " messages, " + VolumeFindings.mebi(copy.octets()) + "; epoch "
                    + copy.record().epoch() + ", " + copy.record().state() + (copy.settled() ? "" : ", in doubt"));
        }
        return Main.DONE;
    }
}
