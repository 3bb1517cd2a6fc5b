package waypost.store;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waypost.store.StateRecord.FolderState;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.ItemGone;
import waypost.store.StateRecord.Member;

/**
 * What search folders show, while a commit is being prepared: with each item that it changes the commit says what becomes of it there. Of what has to be read
 * for it is only said that it waits. One thread.
 */
final class Memberships {
    private final Draft draft;
    private final FolderTree tree;
    private final Map<Integer, String> names = new HashMap<>();

    Memberships(Draft draft) {
        this.draft = draft;
        this.tree = new FolderTree(draft.folders());
    }

    /**
     * What a commit makes of an item.
     *
     * @param before empty for one that is new
     * @param after empty for one that goes
     */
    record Changed(long itemNo, Optional<Item> before, Optional<Item> after) {
        static Optional<Changed> of(Optional<? extends StateRecord> before, StateRecord after) {
            Optional<Item> old = before.filter(Item.class::isInstance).map(Item.class::cast);
            return switch (after) {
                case Item item -> Optional.of(new Changed(item.itemNo(), old, Optional.of(item)));
                case ItemGone gone -> Optional.of(new Changed(gone.itemNo(), old, Optional.empty()));
                case StateRecord _ -> Optional.empty();
            };
        }

        Changed then(Changed later) {
            return new Changed(itemNo, before, later.after);
        }

        /** Whether it is somewhere else now, or there by another UID. */
        boolean moves() {
            return before.isPresent()
                    && after.isPresent()
                    && (before.get().folderId() != after.get().folderId()
                            || before.get().uid() != after.get().uid());
        }
    }

    void settle(Collection<Changed> changes) throws IOException {
        List<Long> itemNos = changes.stream().map(Changed::itemNo).toList();
        for (Map.Entry<Integer, Criterion> search : List.copyOf(draft.searches().entrySet())) {
            Map<Long, Member> members = draft.head().members(search.getKey(), itemNos);
            for (Changed change : changes) {
                settle(search.getKey(), search.getValue(), change, Optional.ofNullable(members.get(change.itemNo())));
            }
        }
    }

    /** A message that moves leaves the folder and comes anew: whoever has moved it hears that it has gone (RFC 6851 §3.3). */
    private void settle(int folderId, Criterion criterion, Changed change, Optional<Member> known) {
        Criterion verdict = verdict(criterion, change.after());
        if (verdict.equals(Criterion.NONE)) {
            known.ifPresent(draft::hide);
            return;
        }
        boolean anew = change.moves() && known.filter(Member::shown).isPresent();
        Optional<Member> member = anew ? known.map(this::again) : known;
        if (verdict.equals(Criterion.ALL)) {
            hold(folderId, change.itemNo(), member, false);
        } else if (verdict.equals(before(criterion, change))) {
            member.ifPresent(there -> show(there, there.waits()));
        } else {
            hold(folderId, change.itemNo(), member, true);
        }
    }

    private Member again(Member member) {
        draft.depart(member.folderId(), member.uid());
        long uid = draft.nextUid(member.folderId());
        return new Member(member.account(), draft.modseq(), member.folderId(), member.itemNo(), uid, member.waits());
    }

    /** What was left open before the change; its text is the same, so that if nothing else is left open now, nothing changes. */
    private Criterion before(Criterion criterion, Changed change) {
        return verdict(criterion, change.before());
    }

    private Criterion verdict(Criterion criterion, Optional<Item> item) {
        return item.map(there -> verdict(criterion, there, Map.of())).orElse(Criterion.NONE);
    }

    /** What is no mail is in no mailbox. */
    private Criterion verdict(Criterion criterion, Item item, Map<Criterion.OfText, Boolean> texts) {
        return item.kind() == ItemKind.MAIL ? criterion.reduced(facts(item, texts)) : Criterion.NONE;
    }

    /** It is there, or may be. */
    private void hold(int folderId, long itemNo, Optional<Member> member, boolean waits) {
        if (member.isPresent() && (member.get().shown() || waits)) {
            show(member.get(), waits);
        } else {
            long uid = waits ? 0 : draft.nextUid(folderId);
            draft.show(new Member(draft.account(), draft.modseq(), folderId, itemNo, uid, waits));
        }
    }

    private void show(Member member, boolean waits) {
        draft.show(
                new Member(draft.account(), draft.modseq(), member.folderId(), member.itemNo(), member.uid(), waits));
    }

    /**
     * Looks at items that have not changed.
     *
     * @param texts what was found by reading them
     */
    void look(int folderId, List<Item> items, Map<Long, Map<Criterion.OfText, Boolean>> texts) throws IOException {
        Criterion criterion = draft.searches().getOrDefault(folderId, Criterion.NONE);
        Map<Long, Member> members =
                draft.head().members(folderId, items.stream().map(Item::itemNo).toList());
        for (Item item : items) {
            Criterion verdict = verdict(criterion, item, texts.getOrDefault(item.itemNo(), Map.of()));
            Optional<Member> member = Optional.ofNullable(members.get(item.itemNo()));
            boolean waits = !verdict.equals(Criterion.ALL);
            if (verdict.equals(Criterion.NONE)) {
                member.ifPresent(draft::hide);
            } else if (member.filter(there -> there.waits() == waits).isEmpty()) {
                hold(folderId, item.itemNo(), member, waits);
            }
        }
    }

    CriterionFacts facts(Item item, Map<Criterion.OfText, Boolean> texts) {
        return new CriterionFacts(item, name(item.folderId()), draft.keywords(), texts);
    }

    private String name(int folderId) {
        return names.computeIfAbsent(
                folderId,
                id -> Optional.ofNullable(draft.folders().get(id))
                        .map((FolderState folder) -> tree.folder(folder).name())
                        .orElse(""));
    }
}
