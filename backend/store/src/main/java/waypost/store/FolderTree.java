package waypost.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import waypost.store.StateRecord.FolderState;

/** Full names over folders that know their parents. */
final class FolderTree {
    private static final int DEEPEST = 64;

    private final Map<Integer, FolderState> folders;

    FolderTree(Map<Integer, FolderState> folders) {
        this.folders = folders;
    }

    /** INBOX first, then by name, parents before children. */
    List<Folder> all() {
        return folders.values().stream()
                .map(this::folder)
                .sorted(Comparator.comparing((Folder folder) -> folder.id() != Folder.INBOX)
                        .thenComparing(Folder::name, FolderTree::compareByLevels))
                .toList();
    }

    Folder folder(FolderState state) {
        return new Folder(
                state.folderId(),
                state.parent(),
                name(state),
                state.type(),
                state.uidValidity(),
                state.uidNext(),
                state.recentFrom(),
                state.version());
    }

    Optional<FolderState> find(String name) {
        int parent = 0;
        Optional<FolderState> found = Optional.empty();
        for (String level : levels(name)) {
            found = child(parent, level);
            if (found.isEmpty()) {
                return found;
            }
            parent = found.get().folderId();
        }
        return found;
    }

    Optional<FolderState> child(int parent, String level) {
        return folders.values().stream()
                .filter(folder -> folder.parent() == parent && folder.name().equals(level))
                .findFirst();
    }

    boolean hasChildren(int id) {
        return folders.values().stream().anyMatch(folder -> folder.parent() == id);
    }

    /** Whether the one folder is the other or somewhere below it. */
    boolean within(int id, int ancestor) {
        int at = id;
        for (int depth = 0; at != 0 && depth <= DEEPEST; depth++) {
            if (at == ancestor) {
                return true;
            }
            FolderState folder = folders.get(at);
            at = folder == null ? 0 : folder.parent();
        }
        return false;
    }

    /** The names of all folders below this one, as seen from there. */
    Stream<String> namesBelow(int id) {
        return folders.values().stream()
                .filter(folder -> folder.folderId() != id && within(folder.folderId(), id))
                .map(folder -> name(folder, id));
    }

    static List<String> levels(String name) {
        return List.of(name.split("/", -1));
    }

    static boolean valid(String name) {
        List<String> levels = levels(name);
        return name.getBytes(StandardCharsets.UTF_8).length <= Folder.NAME_OCTETS
                && levels.size() <= DEEPEST
                && levels.stream().noneMatch(String::isEmpty)
                && name.chars().noneMatch(c -> c < ' ' || c == 0x7F);
    }

    private String name(FolderState state) {
        return name(state, 0);
    }

    /** As seen from the folder with this id, or from the top. */
    private String name(FolderState state, int from) {
        List<String> levels = new ArrayList<>();
        levels.add(state.name());
        FolderState at = folders.get(state.parent());
        while (at != null && at.folderId() != from && levels.size() <= DEEPEST) {
            levels.addFirst(at.name());
            at = folders.get(at.parent());
        }
        return String.join("/", levels);
    }

    private static int compareByLevels(String one, String other) {
        List<String> left = levels(one);
        List<String> right = levels(other);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }
}
