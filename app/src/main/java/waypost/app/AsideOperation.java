package waypost.app;

import java.io.IOException;
import waypost.store.VolumeSpec;

/** An operation that needs a volume's folder alone: a running node takes the volume out for it, and serves the others. */
abstract class AsideOperation extends VolumeOperation {
    /** For those who ask why their mailboxes are not there. */
    abstract String why();

    @Override
    final Ending node(Stores stores, String name, Report report) throws IOException, Complaint {
        if (stores.store().volume(name).isEmpty() && !stores.store().failures().containsKey(name)) {
            throw Complaint.failed("The node has no volume " + name + ".");
        }
        report.progress("volume " + name + ": taken out; its accounts hear that they are to come again");
        Ending ending =
                stores.store().aside(name, why(), spec -> closed(spec, report)).orElse(Ending.IN_USE);
        if (ending == Ending.IN_USE) {
            return ending;
        }
        String failure = stores.store().failures().get(name);
        report.line("volume " + name + ": " + (failure == null ? "serves again" : "does not open: " + failure));
        return failure == null ? ending : Ending.FOUND;
    }

    @Override
    abstract Ending closed(VolumeSpec volume, Report report) throws IOException;
}
