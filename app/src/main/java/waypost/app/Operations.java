package waypost.app;

import java.io.IOException;
import java.util.List;
import waypost.protocol.admin.AdminRequest;
import waypost.store.VolumeRepair;

/** What an administrator can ask of a running node. */
record Operations(List<Operation> known, Stores stores) {
    static final List<Operation> ALL = List.of(
            new StoreCheck(),
            new StoreCompact(),
            new StoreFinalise(),
            new StoreStats(),
            new StoreRebuild(),
            new StoreRepair(VolumeRepair.Mode.DO),
            new StoreRepair(VolumeRepair.Mode.TELL),
            new StoreBackup(),
            new StoreVerify(),
            new AccountList(),
            new AccountShow(),
            new AccountQuota(),
            new AccountSearch(),
            new AccountMoving(),
            new AccountRecord(),
            new AccountAdopt(),
            new AccountDelete(),
            new AccountUndelete(),
            new AccountErase(),
            new AccountExport(),
            new AccountImport());

    /** Answers the exit status. */
    int run(AdminRequest request, Report report) throws IOException, Complaint {
        Operation operation = known.stream()
                .filter(one -> one.name().equals(request.operation()))
                .findFirst()
                .orElseThrow(() -> Complaint.wrong("The node cannot do " + request.operation()
                        + ": it may run another release than this command."));
        return operation.run(stores, request, report);
    }
}
