package waypost.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import waypost.protocol.admin.AdminRequest;
import waypost.store.Volume;
import waypost.store.VolumeBackup;
import waypost.store.VolumeSpec;

/** {@code store backup} of one volume: by the node that has it open, into a folder that the node can write to. */
final class StoreBackup implements Operation {
    private static final String FOLDER = "FOLDER";
    private static final String KEEP = "KEEP";
    private static final String RATE = "RATE";

    /**
     * What is wanted.
     *
     * @param folder for the backups of all volumes
     * @param keep so many backups; 0 for all
     * @param rate MiB a second; 0 for as fast as it goes
     */
    record Wish(Path folder, int keep, int rate) {
        private VolumeBackup.Order order(String volume, Report report) {
            return new VolumeBackup.Order(
                    folder.resolve(volume),
                    keep,
                    (long) rate << 20,
                    InstantSource.system(),
                    VolumeOperation.progress(volume, report));
        }
    }

    @Override
    public String name() {
        return "store-backup";
    }

    AdminRequest on(VolumeSpec volume, Wish wish) {
        return new AdminRequest(
                name(),
                Map.of(
                        VolumeOperation.VOLUME,
                        volume.name(),
                        FOLDER,
                        wish.folder().toAbsolutePath().toString(),
                        KEEP,
                        String.valueOf(wish.keep()),
                        RATE,
                        String.valueOf(wish.rate())));
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        String name = request.parameter(VolumeOperation.VOLUME).orElse("");
        Volume volume = stores.store()
                .volume(name)
                .orElseThrow(() -> Complaint.failed("The node has no volume " + name + " open."));
        Wish wish =
                new Wish(Path.of(request.parameter(FOLDER).orElse("")), number(request, KEEP), number(request, RATE));
        return switch (told(name, VolumeBackup.run(volume, wish.order(name, report)), report)) {
            case DONE, FOUND -> Main.DONE;
            case IN_USE, NO_VOLUME ->
                throw Complaint.failed("Another backup of volume " + name + " is being made. Try again later.");
        };
    }

    private static int number(AdminRequest request, String name) throws Complaint {
        try {
            return Integer.parseInt(request.parameter(name).orElse("0"));
        } catch (NumberFormatException malformed) {
            throw Complaint.wrong(name + " is no number.");
        }
    }

    /** Of a volume that nobody has open. */
    VolumeOperation.Ending closed(VolumeSpec volume, Wish wish, Report report) throws IOException {
        return told(volume.name(), VolumeBackup.run(volume, wish.order(volume.name(), report)), report);
    }

    private static VolumeOperation.Ending told(String volume, VolumeBackup.Result result, Report report)
            throws IOException {
        return switch (result) {
            case VolumeBackup.Result.Made made -> {
                report.line("volume " + volume + ": backup " + made.name() + " of "
                        + VolumeFindings.mebi(made.manifest().octets()) + ", " + VolumeFindings.mebi(made.copied())
                        + " of them new"
                        + (made.resumed() == 0
                                ? ""
                                : ", " + VolumeFindings.mebi(made.resumed()) + " from one that was broken off")
                        + (made.deleted().isEmpty() ? "" : "; deleted " + String.join(", ", made.deleted())));
                yield VolumeOperation.Ending.DONE;
            }
            case VolumeBackup.Result.InUse(), VolumeBackup.Result.Busy() -> VolumeOperation.Ending.IN_USE;
            case VolumeBackup.Result.NoVolume() -> VolumeOperation.Ending.NO_VOLUME;
        };
    }
}
