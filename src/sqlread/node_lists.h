// Parse nodes and the server's lists of them, as C++ walks them.
#pragma once

#include "pg/server.h"

namespace strata::sqlread {

template <class T>
const T* as(const Node* node) {
    return reinterpret_cast<const T*>(node);
}

// The text of a String node. The server's own macro takes no const node when it has assertions.
inline const char* string_value(const void* node) { return static_cast<const String*>(node)->sval; }

// for (const ColumnDef* column : elements<ColumnDef>(list)): of a list of pointers, which may be NIL.
template <class T>
class Elements {
public:
    class Iterator {
    public:
        explicit Iterator(const ListCell* cell) : cell_(cell) {}
        const T* operator*() const { return static_cast<const T*>(cell_->ptr_value); }
        Iterator& operator++() {
            ++cell_;
            return *this;
        }
        bool operator!=(const Iterator& other) const { return cell_ != other.cell_; }

    private:
        const ListCell* cell_;
    };

    explicit Elements(const List* list) : list_(list) {}
    Iterator begin() const { return Iterator(list_ == NIL ? nullptr : list_->elements); }
    Iterator end() const { return Iterator(list_ == NIL ? nullptr : list_->elements + list_->length); }

private:
    const List* list_;
};

template <class T>
Elements<T> elements(const List* list) {
    return Elements<T>(list);
}

}  // namespace strata::sqlread
