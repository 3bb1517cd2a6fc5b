package waypost.mapping;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import waypost.directory.Connectors;
import waypost.identity.AddressRules;
import waypost.identity.Secret;

/** What of a mapping outlives its process: each kind in files of its own, read when it is asked for, and written by {@link #save}. Any thread. */
public final class OnDisk implements AutoCloseable {
    private final MappingSettings settings;
    private final AddressRules rules;
    private final Connectors connectors;
    private final Recollection recollection;
    private final MapChain chain;
    private final Copies copies;
    private final Tools tools;
    private final List<RouteCopy> routes = new CopyOnWriteArrayList<>();

    OnDisk(
            MappingSettings settings,
            AddressRules rules,
            Connectors connectors,
            Recollection recollection,
            MapChain chain,
            Copies copies,
            Tools tools) {
        this.settings = settings;
        this.rules = rules;
        this.connectors = connectors;
        this.recollection = recollection;
        this.chain = chain;
        this.copies = copies;
        this.tools = tools;
    }

    /** What is found. */
    public void routes(Path file) {
        RouteCopy copy = new RouteCopy(file, recollection, chain, tools.instants());
        copy.restore();
        routes.add(copy);
    }

    /** The same where nobody else has it. */
    public void all(Path folder) {
        all(folder, CopyFellows.NOBODY);
    }

    /**
     * All that the directories have for the maps, in files of a folder; followed from {@link UserMaps#watch} on, before which this is to be asked for. Once.
     *
     * @param fellows are asked for theirs where there is none here, or one that is much older
     */
    public void all(Path folder, CopyFellows fellows) {
        copies.keep(settings, rules, connectors, folder, fellows, recollection.absences(), tools);
    }

    /** What others may take of it, if it is on this subject. */
    public Optional<CopySource> copy(String subject) {
        return copies.on(subject);
    }

    /** What passwords that were right are checked by in an outage, under a key. Once. */
    public void proofs(Path file, Secret key) {
        proofs(file, key, KeptProofs.behind());
    }

    void proofs(Path file, Secret key, ExecutorService behind) {
        KeptProofs proofs = new KeptProofs(key, file, settings.cache(), tools, behind);
        proofs.restore();
        recollection.keep(proofs);
    }

    /** Writes what is not on disk yet. */
    public void save() {
        routes.forEach(RouteCopy::save);
        copies.save();
        recollection.kept().ifPresent(KeptProofs::save);
    }

    @Override
    public void close() {
        copies.close();
        recollection.kept().ifPresent(KeptProofs::close);
    }
}
