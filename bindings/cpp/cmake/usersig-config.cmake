# find_package(usersig) gives
#   usersig::usersig   usersig.hpp and the drop-in headers, over the shared library
#   usersig::static    the same over the static library
#   usersig::c, usersig::c_static   the C libraries alone
get_filename_component(_usersig_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
find_library(usersig_LIBRARY NAMES usersig PATHS "${_usersig_prefix}/lib" NO_DEFAULT_PATH)
find_file(usersig_STATIC_LIBRARY NAMES libusersig.a usersig.lib PATHS "${_usersig_prefix}/lib" NO_DEFAULT_PATH)
mark_as_advanced(usersig_LIBRARY usersig_STATIC_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(usersig REQUIRED_VARS usersig_LIBRARY usersig_STATIC_LIBRARY
                                  VERSION_VAR usersig_VERSION)
if(NOT usersig_FOUND OR TARGET usersig::c)
    return()
endif()

add_library(usersig::c UNKNOWN IMPORTED)
set_target_properties(usersig::c PROPERTIES
    IMPORTED_LOCATION "${usersig_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${_usersig_prefix}/include")

# What the Rust standard library needs of the system.
set(_usersig_system "")
if(UNIX AND NOT APPLE)
    set(_usersig_system pthread dl m)
elseif(WIN32)
    set(_usersig_system bcrypt ntdll userenv ws2_32)
endif()
add_library(usersig::c_static STATIC IMPORTED)
set_target_properties(usersig::c_static PROPERTIES
    IMPORTED_LOCATION "${usersig_STATIC_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${_usersig_prefix}/include"
    INTERFACE_LINK_LIBRARIES "${_usersig_system}")

foreach(_usersig_pair "usersig usersig::c" "static usersig::c_static")
    separate_arguments(_usersig_pair)
    list(GET _usersig_pair 0 _usersig_name)
    list(GET _usersig_pair 1 _usersig_over)
    add_library(usersig::${_usersig_name} INTERFACE IMPORTED)
    set_target_properties(usersig::${_usersig_name} PROPERTIES
        INTERFACE_LINK_LIBRARIES "${_usersig_over}"
        INTERFACE_COMPILE_FEATURES cxx_std_17)
endforeach()
