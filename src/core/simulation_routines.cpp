// Routines: many of one name, told apart by their arguments.
#include <algorithm>

#include "core/simulation.h"

namespace strata::core {

namespace {

constexpr std::string_view wildcard = "?";

// "app.t" and "t" can be the same type; what precedes the last dot is not compared.
std::string_view last_part(std::string_view type) { return type.substr(type.rfind('.') + 1); }

bool can_be_same_type(std::string_view a, std::string_view b) {
    return a == wildcard || b == wildcard || last_part(a) == last_part(b);
}

std::string_view element_type(std::string_view type) {
    const std::string_view last = last_part(type);
    return last.substr(0, last.find('['));
}

}  // namespace

bool Simulation::is_renamed(NameId type, std::uint32_t since) {
    if (renamed_types_.empty()) return false;
    const auto renamed = renamed_types_.find(id(element_type(names_.text(type))));
    return renamed != renamed_types_.end() && since < renamed->second;
}

// A procedure can be named with its output arguments, too, of which only the number is known.
bool Simulation::matches(const Signature& signature, const Mention& mention) {
    if (mention.has(mention_flag::has_arguments) && signature.has_arguments) {
        const std::size_t named = mention.arguments.size();
        if (named != signature.arguments.size())
            return named > signature.arguments.size() && static_cast<int>(named) == signature.most;
        for (std::size_t i = 0; i < mention.arguments.size(); ++i)
            if (!can_be_same_type(mention.arguments[i], names_.text(signature.arguments[i])) &&
                !is_renamed(signature.arguments[i], signature.made_at))
                return false;
        return true;
    }
    if (mention.most < 0 || signature.most < 0) return true;
    return signature.fewest <= mention.most && mention.most <= signature.most;
}

// Whether they are surely the same.
bool Simulation::is_same(const Signature& signature, const Mention& mention) {
    if (!mention.has(mention_flag::has_arguments) || !signature.has_arguments) return false;
    if (mention.arguments.size() != signature.arguments.size()) return false;
    for (std::size_t i = 0; i < mention.arguments.size(); ++i) {
        const std::string_view argument = mention.arguments[i];
        if (argument == wildcard || argument != names_.text(signature.arguments[i])) return false;
        if (is_renamed(signature.arguments[i], signature.made_at)) return false;
    }
    return true;
}

// The script's own before others, then the surest.
int Simulation::rank_of(const Signature& signature) const {
    const bool is_own = signature.made.who == self_ || signature.claimant == self_;
    return static_cast<int>(signature.presence) + (is_own ? 10 : 0);
}

Simulation::Call Simulation::lookup_routine(const Mention& mention) {
    Call call{nullptr, nullptr};
    Key wanted = key(mention.kind, no_schema_, mention.name);
    schemas_for(mention.kind, mention.schema).any([&](NameId where) {
        wanted.schema = where;
        Object* object = state_.find(wanted);
        if (object == nullptr) return false;
        for (Signature& signature : state_.body(*object).signatures) {
            if (signature.presence == Presence::No || !matches(signature, mention)) continue;
            if (is_same(signature, mention)) {
                call = {&signature, object};
                break;
            }
            if (call.signature == nullptr || rank_of(*call.signature) < rank_of(signature)) call = {&signature, object};
        }
        return call.signature != nullptr;
    });
    return call;
}

// In the body of the routine that the statement makes.
void Simulation::note_call(const Mention& call) {
    const bool is_call = call.bearing == Bearing::Needs && call.kind == ObjectKind::Routine && call.most >= 0;
    if (!statement_.routine || !is_call) return;
    Signature& caller = state_.body(*state_.find(*statement_.routine)).signatures[statement_.signature];
    caller.calls.push_back({id(call.schema), id(call.name), call.most});
}

// What cannot be read of a routine that runs, and of those that it calls. Of very many only the first are looked at.
void Simulation::run_unread(const Signature& routine, Deed place) {
    constexpr std::size_t most = 100;
    std::vector<const Signature*> running = {&routine};
    for (std::size_t i = 0; i < running.size(); ++i) {
        for (const std::uint32_t number : running[i]->unread) opaque_.add(unread_[number], place);
        for (const WrittenCall& written : running[i]->calls) {
            Mention call;
            call.kind = ObjectKind::Routine;
            call.schema = names_.text(written.schema);
            call.name = names_.text(written.name);
            call.fewest = call.most = written.arguments;
            const Signature* called = lookup_routine(call).signature;
            const bool is_new = called != nullptr && std::find(running.begin(), running.end(), called) == running.end();
            if (is_new && running.size() < most) running.push_back(called);
        }
    }
}

// Who took it away; null when it never was.
const Deed* Simulation::last_of_routine(const Mention& mention) {
    const Deed* dropped = nullptr;
    Key wanted = key(mention.kind, no_schema_, mention.name);
    schemas_for(mention.kind, mention.schema).any([&](NameId where) {
        wanted.schema = where;
        const Object* object = state_.find(wanted);
        if (object == nullptr) return false;
        if (object->presence == Presence::No) dropped = &object->dropped;
        for (const Signature& signature : state_.body(*object).signatures)
            if (signature.presence == Presence::No && matches(signature, mention)) dropped = &signature.dropped;
        return dropped != nullptr;
    });
    return dropped;
}

// The one that surely is the same, there or gone; for want of one, the first that can be and would be replaced.
Simulation::Same Simulation::same_routine(std::vector<Signature>& signatures, const Mention& mention) {
    Same same{nullptr, false};
    const bool replaces = keeps_what_is_there(mention) && mention.has(mention_flag::has_arguments);
    for (Signature& signature : signatures) {
        if (is_same(signature, mention)) return {&signature, true};
        const bool can_be = replaces && signature.presence != Presence::No && signature.has_arguments;
        if (same.signature == nullptr && can_be && matches(signature, mention)) same.signature = &signature;
    }
    return same;
}

void Simulation::provide_routine(const Mention& mention) {
    const Key to = key(mention.kind, creation_schema(mention.kind, mention.schema), mention.name);
    stands_in(to.schema);
    Object* object = state_.find(to);
    if (object == nullptr || object->presence == Presence::No) {
        object = &state_.make(to, mention.kind, Presence::Yes, deed(mention));
        if (is_temporary(to.schema)) temporary_.push_back(to);
    }
    auto& signatures = state_.body(*object).signatures;
    auto [signature, is_sure] = same_routine(signatures, mention);
    if (signature == nullptr) {
        signature = &signatures.emplace_back();
        signature->has_arguments = mention.has(mention_flag::has_arguments);
        for (const auto& argument : mention.arguments) signature->arguments.push_back(id(argument));
    }
    write_signature(*signature, mention, is_sure);
    statement_.routine = to;
    statement_.signature = static_cast<std::size_t>(signature - signatures.data());
}

void Simulation::write_signature(Signature& signature, const Mention& mention, bool is_sure) {
    const bool is_there = signature.presence != Presence::No;
    const bool surely = is_there && is_sure && state_.presence(signature) == Presence::Yes;
    const Presence after = presence_after(mention);
    if (is_there) meets_existing(mention, surely, signature);
    if (!surely && (!is_there || after == Presence::Yes)) signature.made = deed(mention);
    if (!is_there || (!surely && must_be_new(mention))) signature.maker = self_;
    if (!is_there || after == Presence::Yes) {
        signature.unread.clear();
        signature.calls.clear();
    }
    signature.presence = std::max(signature.presence, after);
    signature.is_constructor = !mention.origin.name.empty();
    signature.fewest = mention.fewest;
    signature.most = mention.most;
    signature.made_at = state_.now();
}

void Simulation::move_routine(const Mention& from, const Mention& to) {
    const Call old = lookup_routine(from);
    if (old.signature == nullptr) return;
    const bool is_certain = !from.has(mention_flag::uncertain);
    const NameId schema = to.schema.empty() ? old.object->key.schema : id(to.schema);
    stands_in(schema);
    Signature along = *old.signature;
    along.made = deed(to);
    along.claimant = nobody;
    if (!is_certain) along.presence = old.signature->presence = Presence::Maybe;
    else old.signature->presence = Presence::No;
    old.signature->dropped = deed(to);
    const Key after = key(to.kind, schema, to.name);
    Object* object = state_.find(after);
    if (object == nullptr || object->presence == Presence::No)
        object = &state_.make(after, to.kind, Presence::Yes, deed(to));
    state_.body(*object).signatures.push_back(std::move(along));
}

// Of a range, and of its multirange.
void Simulation::drop_constructors(const Object& type, Presence left, Deed deed) {
    if (Object* routine = state_.find({Space::Routine, ObjectKind::Schema, type.key.schema, type.key.name}))
        for (Signature& signature : state_.body(*routine).signatures) {
            if (!signature.is_constructor || signature.presence == Presence::No) continue;
            signature.presence = std::min(signature.presence, left);
            signature.dropped = deed;
        }
    state_.each_that_belongs_to(type, [&](const Object& multirange) { drop_constructors(multirange, left, deed); });
}

void Simulation::drop_routine(const Mention& mention) {
    const Call call = lookup_routine(mention);
    if (call.signature == nullptr) return;
    const Presence left = mention.has(mention_flag::uncertain) ? Presence::Maybe : Presence::No;
    call.signature->presence = std::min(call.signature->presence, left);
    call.signature->dropped = deed(mention);
}

}  // namespace strata::core
