package waypost.app;

import java.io.IOException;
import java.util.Map;
import waypost.protocol.admin.AdminRequest;
import waypost.store.Volume;
import waypost.store.VolumeProgress;
import waypost.store.VolumeSpec;

/** An operation on one volume that can also be done to a closed one, without opening it. */
abstract class VolumeOperation implements Operation {
    static final String VOLUME = "VOLUME";

    /** How it ended. */
    enum Ending {
        DONE,
        /** It is done, and something was found that is not as it has to be. */
        FOUND,
        /** Somebody has the volume open, or another command works on it. */
        IN_USE,
        NO_VOLUME
    }

    /** Does it to a volume that nobody has open. */
    abstract Ending closed(VolumeSpec volume, Report report) throws IOException;

    /** Does it in the process that has the volumes open. */
    abstract Ending node(Stores stores, String volume, Report report) throws IOException, Complaint;

    AdminRequest on(VolumeSpec volume) {
        return new AdminRequest(name(), Map.of(VOLUME, volume.name()));
    }

    static Volume open(Stores stores, String name) throws Complaint {
        return stores.store()
                .volume(name)
                .orElseThrow(() -> Complaint.failed("The node has no volume " + name + " open."));
    }

    @Override
    public final int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        String name = request.parameter(VOLUME).orElse("");
        return switch (node(stores, name, report)) {
            case DONE -> Main.DONE;
            case FOUND -> Main.FAILED;
            case IN_USE ->
                throw Complaint.failed("Another command is at work on volume " + name + ". Try again later.");
            case NO_VOLUME -> throw Complaint.failed("There is no volume " + name + ".");
        };
    }

    static VolumeProgress.Listener progress(String volume, Report report) {
        return progress -> {
            int by = switch (progress.step()) {
                case JOURNAL, COMPARISON, CLEANING -> 1;
                case BACKUP, VERIFICATION, RESTORING, FORWARD -> 100;
                case MESSAGES -> 10_000;
            };
            if (progress.done() % by != 0 && progress.done() != progress.total()) {
                report.goOn();
                return;
            }
            String of = progress.total() == 0 ? "" : " of " + progress.total();
            report.progress(volume + ": "
                    + switch (progress.step()) {
                        case JOURNAL -> progress.done() + of + " entries of the journal read";
                        case COMPARISON -> progress.done() + of + " keys of the index compared";
                        case CLEANING -> progress.done() + of + " segments cleaned";
                        case BACKUP -> progress.done() + of + " files in the backup";
                        case VERIFICATION -> progress.done() + of + " files of the backup read";
                        case MESSAGES -> progress.done() + of + " messages compared";
                        case RESTORING -> progress.done() + of + " files restored";
                        case FORWARD -> progress.done() + of + " accounts moved forward";
                    });
        };
    }
}
