// What an expression given to EXECUTE comes to, as far as its parts are constants.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pg/server.h"

namespace strata::sqlread {

// Stands in a text for what is not known: an identifier, so that the text may parse all the same. What is not known is
// taken for a part of the one statement that it stands in: an expression, a name, a list. A text that is unknown from
// its first word on can be anything.
inline constexpr std::string_view unknown_part = "strata_any";

std::string without_unknown_parts(std::string text);

// One for each way that the code may have gone, without repetition; none: null.
using Texts = std::vector<std::string>;
using KnownTexts = std::map<std::string, Texts, std::less<>>;  // by name of the variable, or "record.field"

// Of one or the other; nothing when there would be too many, as in all that follows.
std::optional<Texts> united(std::optional<Texts> some, const std::optional<Texts>& others);

// And what they are when something is appended to them, any number of times.
std::optional<Texts> with_more_behind(Texts texts);

// Reads literals, ||, format(), concat() and the quote functions, CASE, COALESCE, arrays that are taken apart, and
// subqueries. Nothing when no part of the text is known.
std::optional<Texts> assemble_texts(const Node* expression, const KnownTexts& variables);

// What the elements of an array may be.
std::optional<Texts> assemble_elements(const Node* array, const KnownTexts& variables);

// By column of a query's result: its name, empty where it is not written, and what texts it may hold.
struct TextColumn {
    std::string name;
    std::optional<Texts> texts;
};
std::vector<TextColumn> assemble_columns(const Node* query, const KnownTexts& variables);

}  // namespace strata::sqlread
